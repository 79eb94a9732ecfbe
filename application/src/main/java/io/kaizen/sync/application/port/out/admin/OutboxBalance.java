package io.kaizen.sync.application.port.out.admin;

/**
 * Where all rows are that were ever enqueued: {@code enqueued = pending + sent + purged + dead + removed}.
 *
 * @param enqueued ids that were ever given out; ids are never given out twice
 * @param pending rows that wait, claimed or not
 * @param sent rows that are sent and still there
 * @param purged rows that were sent and have been removed by us since
 * @param dead rows that were put aside
 * @param removed ids whose rows others took out: replaced by their owner, or removed by another program or a person
 */
public record OutboxBalance(long enqueued, long pending, long sent, long purged, long dead, long removed) {

    /** Balances the rest with {@code enqueued}; {@code removed} is negative if more is there than was ever enqueued. */
    public static OutboxBalance of(long enqueued, long pending, long sent, long purged, long dead) {
        return new OutboxBalance(enqueued, pending, sent, purged, dead, enqueued - pending - sent - purged - dead);
    }
}
