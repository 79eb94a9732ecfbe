package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.time.Instant;

/**
 * Keeps the storage from growing for ever. Rows have no time of sending; instead, marks say what had been sent by when. Each method
 * is one short transaction or none, keeps no other program waiting, and can be repeated. Thread-safe; throws
 * {@link OutboxStoreException} where the storage cannot be used.
 */
public interface OutboxUpkeep {

    /** Whether another program made the storage, whose rows are its own to keep or throw away. */
    boolean isForeign();

    /** Marks which rows are sent by {@code now}. Marks that claim to be from later, by a clock that was wrong, give way. */
    void markSent(Instant now);

    /**
     * Removes rows that were sent, and marked so, before {@code sentBefore}, the oldest of a kind first. Pending and dead rows stay.
     *
     * @param maxRows most rows to remove, positive; fewer may be removed though more are left
     */
    PurgeResult purgeSent(Instant sentBefore, int maxRows);

    /**
     * Gives back what storage takes up beside the rows, as far as nobody is in the way.
     *
     * @return how many bytes it takes up afterwards
     */
    long trim();
}
