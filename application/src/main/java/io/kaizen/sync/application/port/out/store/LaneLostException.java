package io.kaizen.sync.application.port.out.store;

/** Another holder has taken the lane over: nothing was changed, and what we know of its claims is out of date. */
public final class LaneLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says so in the words of {@code message}. */
    public LaneLostException(String message) {
        super(message);
    }

    /** Says which lane. */
    public static LaneLostException of(LaneLease lease) {
        return new LaneLostException(
                "another process has taken over the queue of " + lease.lane().kind());
    }
}
