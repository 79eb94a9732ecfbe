package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;

/**
 * What an ingest server holds of one kind.
 *
 * @param batches batches stored; replays and refused ones are not counted
 * @param stored rows stored
 * @param deduped rows left out because they were stored before; only events have an identity that allows it
 * @param doubled how many of the stored rows were there before: always 0 for events, and more than 0 for another kind only
 *     where a batch was sent again under a new key, or two rows are equal to the byte
 */
public record KindTally(BatchKind kind, long batches, long stored, long deduped, long doubled) {

    static KindTally none(BatchKind kind) {
        return new KindTally(kind, 0, 0, 0, 0);
    }

    /** How many different rows are stored. */
    public long distinct() {
        return stored - doubled;
    }

    KindTally plusBatch(long newRows, long newDeduped, long newDoubled) {
        return new KindTally(kind, batches + 1, stored + newRows, deduped + newDeduped, doubled + newDoubled);
    }

    KindTally plus(KindTally other) {
        return new KindTally(
                kind, batches + other.batches, stored + other.stored, deduped + other.deduped, doubled + other.doubled);
    }
}
