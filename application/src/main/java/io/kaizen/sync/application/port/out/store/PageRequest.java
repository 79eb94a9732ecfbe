package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;
import java.util.Optional;

/**
 * Which pending rows of a lane to read.
 *
 * @param bound rows beyond it are not read
 * @param after the row behind which the page begins, in the page's order; empty for the first page
 * @param maxRows at least 1
 * @param maxBytes of payload, at least 1; the first row is returned however long it is
 * @param maxRowBytes a row whose payload is longer is returned {@linkplain OutboxRow#isRead() unread}, and counts as if it had none
 * @param order from which end to read
 */
public record PageRequest(
        Lane lane, Bound bound, Optional<RowId> after, int maxRows, long maxBytes, long maxRowBytes, Order order) {

    /** The order of a page. */
    public enum Order {
        /** By id, ascending. */
        OLDEST_FIRST,
        /** By id, descending. */
        YOUNGEST_FIRST
    }

    /** For the oldest rows. */
    public PageRequest(Lane lane, Bound bound, Optional<RowId> after, int maxRows, long maxBytes, long maxRowBytes) {
        this(lane, bound, after, maxRows, maxBytes, maxRowBytes, Order.OLDEST_FIRST);
    }

    /** @throws IllegalArgumentException if {@code maxRows} or {@code maxBytes} is less than 1 */
    public PageRequest {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(order, "order");
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
        }
    }
}
