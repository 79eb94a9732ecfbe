package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the rows of the outbox, sent or not, except dead ones, and changes nothing. Throws {@link OutboxStoreException} where
 * the storage cannot be read. For one thread.
 */
public interface StoredRows {

    /** The youngest row of all; empty if there is none. */
    Optional<RowId> youngest();

    /** Reads rows in id order, whatever their kind; empty if there is none left. */
    List<OutboxRow> page(Query query);

    /**
     * Which rows to read.
     *
     * @param kind of this kind only; empty for all kinds, unknown ones too
     * @param alsoSent whether sent rows are read too, and not only pending ones
     * @param after exclusive
     * @param upTo inclusive
     * @param maxRows at least 1
     * @param maxBytes of payload, at least 1; the first row is returned however long it is
     * @param maxRowBytes a row whose payload is longer is returned {@linkplain OutboxRow#isRead() unread}, and counts as if it had none
     */
    record Query(
            Optional<BatchKind> kind,
            boolean alsoSent,
            RowId after,
            RowId upTo,
            int maxRows,
            long maxBytes,
            long maxRowBytes) {

        /** @throws IllegalArgumentException if {@code maxRows} or {@code maxBytes} is less than 1 */
        public Query {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(upTo, "upTo");
            if (maxRows < 1) {
                throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
            }
            if (maxBytes < 1) {
                throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
            }
        }
    }
}
