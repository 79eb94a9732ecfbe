package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.time.Instant;
import java.util.List;

/**
 * What operators and upkeep need of an outbox, beside its flushes. Thread-safe; throws {@link OutboxStoreException} where the storage cannot be
 * used.
 */
public interface OutboxAdmin {

    /**
     * Counts everything, and changes nothing. Up to 100,000 rows of a state the counts are exact; above, {@link OutboxStatus} says whether
     * they are, so that the cost need not grow with all that was ever sent.
     */
    OutboxStatus status();

    /**
     * Checks that the storage is intact, every row in exactly one state and every claim sound. Changes nothing.
     *
     * @return a sentence for each thing that is wrong
     */
    List<String> problems();

    /** Accounts for every row that was ever enqueued, at one moment. */
    OutboxBalance balance();

    /** The rows that can never be sent. */
    DeadLetters deadLetters();

    /** What the ingest server said last of the configuration. */
    OverrideStore overrides();

    /** Whether another program made the storage, whose rows are its own to keep or throw away. */
    boolean isForeign();

    /**
     * Marks which rows are sent by {@code now}: rows have no time of sending. Marks that claim to be from later, by a clock that was wrong, give
     * way. One short transaction or none, which keeps no other program waiting.
     */
    void markSent(Instant now);

    /**
     * Removes rows that were sent, and marked so, before {@code sentBefore}, the oldest of a kind first. Pending and dead rows stay. One short
     * transaction or none; can be repeated.
     *
     * @param maxRows most rows to remove, positive; fewer may be removed though more are left
     */
    PurgeResult purgeSent(Instant sentBefore, int maxRows);

    /**
     * Gives back what storage takes up beside the rows, as far as no other program is in the way.
     *
     * @return how many bytes it takes up afterwards
     */
    long trim();
}
