package io.kaizen.sync.domain.policy;

/**
 * How much may wait in an outbox before nothing more is taken in, so that a producer gone wild fills neither the disk nor the queue
 * in front of others.
 *
 * @param maxRows most pending rows; 0 = no limit
 * @param maxBytes most bytes of payload in pending rows; 0 = no limit
 */
public record PendingLimits(long maxRows, long maxBytes) {

    /** As many may wait as there is room for. */
    public static final PendingLimits NONE = new PendingLimits(0, 0);

    /** @throws IllegalArgumentException if a limit is negative */
    public PendingLimits {
        if (maxRows < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("negative limit: " + maxRows + " rows, " + maxBytes + " bytes");
        }
    }

    /** Whether there is a limit on rows. */
    public boolean limitsRows() {
        return maxRows > 0;
    }

    /** Whether there is a limit on bytes. */
    public boolean limitsBytes() {
        return maxBytes > 0;
    }
}
