package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.Iterator;

/**
 * The end of the outbox at which rows come in. Slow payloads keep no other program from the storage.
 * Thread-safe; throws {@link OutboxStoreException} where the storage cannot be used.
 *
 * <p>One that an adapter makes within a caller's transaction is for the thread of that transaction, and what it takes in is durable and seen
 * by others when that is committed.
 */
public interface RowQueue {

    /**
     * Appends rows: all or, if {@code payloads} throws or a limit is reached, none. Durable when it returns. So many rows that others would
     * have to wait for long may be appended in several transactions: where the storage or the process fails in between, those before are there,
     * and to append the very same rows again adds only the others.
     *
     * @param payloads one JSON object each, in order; read one at a time
     * @return how many
     */
    long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads);

    /**
     * The same, after the removal of the owner's pending rows of that kind, in one transaction whatever their number. Sent rows stay, and rows that
     * a flush has claimed are removed like any other.
     */
    long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads);
}
