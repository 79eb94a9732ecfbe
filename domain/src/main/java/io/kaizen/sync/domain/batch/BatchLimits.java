package io.kaizen.sync.domain.batch;

/**
 * How much one batch may carry.
 *
 * @param maxRows rows, at least 1
 * @param maxBodyBytes length of the whole body before compression, envelope and commas included; at least 1. One row
 *     alone may be longer
 * @param maxRowBytes the longest row that is read at all, in stored bytes; at least 1. It bounds the memory that a single row can cost
 */
public record BatchLimits(int maxRows, long maxBodyBytes, long maxRowBytes) {

    /** Rows up to this length are read whatever the batch may carry: the server may take one alone. */
    private static final long ALWAYS_READ_BYTES = 8L << 20;

    /** Shares of the heap. The rows of a batch, those of the next one, and what is made of both for the wire are in memory at once. */
    private static final int HEAP_PER_BODY = 16;

    private static final int HEAP_PER_ROW = 8;

    /** The objects that hold a row take about a kilobyte of heap, however short the row is. */
    private static final int BODY_BYTES_PER_ROW = 64;

    /** @throws IllegalArgumentException if a limit is less than 1 */
    public BatchLimits {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be at least 1: " + maxBodyBytes);
        }
        if (maxRowBytes < 1) {
            throw new IllegalArgumentException("maxRowBytes must be at least 1: " + maxRowBytes);
        }
    }

    /** Limits that read a row if it fits into a body, and in any case if it has 8 MiB or less. */
    public BatchLimits(int maxRows, long maxBodyBytes) {
        this(maxRows, maxBodyBytes, Math.max(ALWAYS_READ_BYTES, maxBodyBytes));
    }

    /**
     * These limits, lowered to what fits into memory.
     *
     * @param heapBytes most bytes that the heap may grow to, positive
     * @param batches how many batches are in memory at once, at least 1
     */
    public BatchLimits within(long heapBytes, int batches) {
        long body = Math.max(1, heapBytes / HEAP_PER_BODY / batches);
        return new BatchLimits(
                (int) Math.min(maxRows, Math.max(1, body / BODY_BYTES_PER_ROW)),
                Math.min(maxBodyBytes, body),
                Math.min(maxRowBytes, Math.max(ALWAYS_READ_BYTES, heapBytes / HEAP_PER_ROW)));
    }
}
