package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that were taken out of the queue because they can never be sent. None goes away by itself. Thread-safe; throws {@link
 * OutboxStoreException} where the storage cannot be used.
 */
public interface DeadLetters {

    /**
     * Reads dead letters in the order of their rows.
     *
     * @param after exclusive
     * @param limit at least 1
     */
    List<DeadLetter> list(RowId after, int limit);

    /** The dead letter of that row, if it is one. */
    Optional<DeadLetter> find(RowId row);

    /**
     * The first bytes of a dead row's payload, as it was enqueued.
     *
     * @param maxBytes most bytes to read
     * @return empty if the row is not dead
     */
    Optional<byte[]> payload(RowId row, int maxBytes);

    /**
     * Puts rows back into the queue under their old ids, and so in their old places; what was known against them is forgotten.
     * Exporters that had taken them do not get them again. All or, where one is not dead, none.
     *
     * @return those that are not dead; empty if all were put back
     */
    Set<RowId> retry(List<RowId> rows);

    /** Puts all of them back; returns how many. */
    long retryAll();

    /**
     * Deletes rows for good. All or, where one is not dead, none.
     *
     * @return those that are not dead; empty if all were deleted
     */
    Set<RowId> discard(List<RowId> rows);
}
