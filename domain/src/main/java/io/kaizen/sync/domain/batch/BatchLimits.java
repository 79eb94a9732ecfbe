package io.kaizen.sync.domain.batch;

/**
 * How much one batch may carry.
 *
 * @param maxRows rows, at least 1
 * @param maxBodyBytes length of the whole body before compression, envelope and commas included; at least 1. One row
 *     alone may be longer
 */
public record BatchLimits(int maxRows, long maxBodyBytes) {

    public BatchLimits {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be at least 1: " + maxBodyBytes);
        }
    }
}
