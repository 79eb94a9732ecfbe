package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the outbox that are neither sent nor dead. Thread-safe; all methods throw {@link OutboxStoreException} where the storage
 * cannot be read.
 */
public interface PendingRows {

    /** The youngest pending row of any kind; empty if nothing is pending. */
    Optional<RowId> youngestPending();

    /** Each kind with a pending row whose id is at most {@code upTo}, with the oldest of them, in the order of kinds' names. */
    List<KindHead> heads(RowId upTo);

    /** The oldest pending row of {@code kind} with an id above {@code after} and at most {@code upTo}. */
    Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo);

    /** Reads pending rows of one kind in the order asked for; empty if there is none. Costs what it returns, whatever the backlog. */
    List<OutboxRow> page(PageRequest request);

    /** Those of {@code rows} that are pending and of {@code kind}, in id order. */
    List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows);

    /** How many rows are neither sent nor dead. Counts them. */
    long countPending();
}
