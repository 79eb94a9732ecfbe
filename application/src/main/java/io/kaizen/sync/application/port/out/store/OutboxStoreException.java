package io.kaizen.sync.application.port.out.store;

/**
 * The storage cannot be used: full, corrupt, read-only, locked for too long. The message says what happened to which file and
 * what to do, and holds no payload.
 */
public final class OutboxStoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean busy;
    private final boolean ofOneKind;

    /** Something that we have found out ourselves. */
    public OutboxStoreException(String message) {
        super(message);
        this.busy = false;
        this.ofOneKind = false;
    }

    /** Something that the storage has said. */
    public OutboxStoreException(String message, Throwable cause) {
        this(message, cause, false, false);
    }

    private OutboxStoreException(String message, Throwable cause, boolean busy, boolean ofOneKind) {
        super(message, cause);
        this.busy = busy;
        this.ofOneKind = ofOneKind;
    }

    /** Another program keeps the storage to itself; nothing is wrong with it. */
    public static OutboxStoreException busy(String message, Throwable cause) {
        return new OutboxStoreException(message, cause, true, false);
    }

    /** What is stored about the kind at hand makes no sense; other kinds can be used. */
    public static OutboxStoreException ofOneKind(String message, Throwable cause) {
        return new OutboxStoreException(message, cause, false, true);
    }

    /** The same failure with more to say about it. */
    public OutboxStoreException adding(String more) {
        return new OutboxStoreException(getMessage() + more, this, busy, ofOneKind);
    }

    /** Whether trying again later is all that is needed. */
    public boolean isBusy() {
        return busy;
    }

    /** Whether other kinds than the one at hand can be used all the same. */
    public boolean isOfOneKind() {
        return ofOneKind;
    }
}
