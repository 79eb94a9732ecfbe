package io.kaizen.sync.application.port.out;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * Which pending rows to read.
 *
 * @param after exclusive
 * @param upTo inclusive
 * @param maxRows at least 1
 * @param maxBytes of payload, at least 1; the first row is read however long it is
 */
public record PageRequest(BatchKind kind, RowId after, RowId upTo, int maxRows, long maxBytes) {

    public PageRequest {
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
