package io.kaizen.sync.domain.claim;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Objects;

/**
 * What is locked: a kind and a share of its owners, never single rows, so that order survives. At most one batch of a lane
 * is on the wire.
 *
 * @param index 0-based number of the share; 0 where a kind has one lane
 */
public record Lane(BatchKind kind, int index) {

    /** @throws IllegalArgumentException if {@code index} is negative */
    public Lane {
        Objects.requireNonNull(kind, "kind");
        if (index < 0) {
            throw new IllegalArgumentException("lane index is negative: " + index);
        }
    }

    /** The only lane of {@code kind}. */
    public static Lane of(BatchKind kind) {
        return new Lane(kind, 0);
    }
}
