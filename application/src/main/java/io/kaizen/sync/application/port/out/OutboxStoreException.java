package io.kaizen.sync.application.port.out;

/**
 * The storage cannot be used: full, corrupt, read-only, locked for too long. The message says what happened to which file and
 * what to do, and holds no payload.
 */
public final class OutboxStoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean busy;

    public OutboxStoreException(String message) {
        super(message);
        this.busy = false;
    }

    public OutboxStoreException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private OutboxStoreException(String message, Throwable cause, boolean busy) {
        super(message, cause);
        this.busy = busy;
    }

    /** Another program keeps the storage to itself; nothing is wrong with it. */
    public static OutboxStoreException busy(String message, Throwable cause) {
        return new OutboxStoreException(message, cause, true);
    }

    /** Whether trying again later is all that is needed. */
    public boolean isBusy() {
        return busy;
    }
}
