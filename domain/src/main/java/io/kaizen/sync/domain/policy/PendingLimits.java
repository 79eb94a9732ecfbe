package io.kaizen.sync.domain.policy;

/**
 * How much may wait in an outbox before nothing more is taken in, so that a producer gone wild fills neither the disk nor the queue
 * in front of others.
 *
 * @param maxRows most pending rows; 0 = no limit
 * @param maxBytes most bytes of payload in pending rows; 0 = no limit
 */
public record PendingLimits(long maxRows, long maxBytes) {

    public static final PendingLimits NONE = new PendingLimits(0, 0);

    public PendingLimits {
        if (maxRows < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("negative limit: " + maxRows + " rows, " + maxBytes + " bytes");
        }
    }

    public boolean limitsRows() {
        return maxRows > 0;
    }

    public boolean limitsBytes() {
        return maxBytes > 0;
    }
}
