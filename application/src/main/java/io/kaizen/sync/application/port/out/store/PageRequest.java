package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * Which pending rows to read.
 *
 * @param after exclusive
 * @param upTo inclusive
 * @param maxRows at least 1
 * @param maxBytes of payload, at least 1; the first row is returned however long it is
 * @param maxRowBytes a row whose payload is longer is returned {@linkplain OutboxRow#isRead() unread}, and counts as if it had none
 * @param order from which end to read
 */
public record PageRequest(
        BatchKind kind, RowId after, RowId upTo, int maxRows, long maxBytes, long maxRowBytes, Order order) {

    /** The order of a page. */
    public enum Order {
        /** By id, ascending. */
        OLDEST_FIRST,
        /** By id, descending. */
        YOUNGEST_FIRST
    }

    /** For the oldest rows, of any length. */
    public PageRequest(BatchKind kind, RowId after, RowId upTo, int maxRows, long maxBytes) {
        this(kind, after, upTo, maxRows, maxBytes, Long.MAX_VALUE);
    }

    /** For the oldest rows. */
    public PageRequest(BatchKind kind, RowId after, RowId upTo, int maxRows, long maxBytes, long maxRowBytes) {
        this(kind, after, upTo, maxRows, maxBytes, maxRowBytes, Order.OLDEST_FIRST);
    }

    /** @throws IllegalArgumentException if {@code maxRows} or {@code maxBytes} is less than 1 */
    public PageRequest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(upTo, "upTo");
        Objects.requireNonNull(order, "order");
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
        }
    }
}
