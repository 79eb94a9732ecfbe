package io.kaizen.sync.domain.batch;

/**
 * How much one batch may carry.
 *
 * @param maxRows rows, at least 1
 * @param maxBodyBytes length of the whole body before compression, envelope and commas included; at least 1. One row
 *     alone may be longer
 */
public record BatchLimits(int maxRows, long maxBodyBytes) {

    /** Rows up to this length are read whatever the batch may carry: the server may take one alone. */
    private static final long ALWAYS_READ_BYTES = 8L << 20;

    /** @throws IllegalArgumentException if a limit is less than 1 */
    public BatchLimits {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be at least 1: " + maxBodyBytes);
        }
    }

    /** The longest row that is read at all, in stored bytes. It bounds the memory that a single row can cost. */
    public long maxRowBytes() {
        return Math.max(ALWAYS_READ_BYTES, maxBodyBytes);
    }
}
