package io.kaizen.sync.application.port.out;

/**
 * The storage cannot be used: full, corrupt, read-only, locked for too long. The message says what happened to which file and
 * what to do, and holds no payload.
 */
public final class OutboxStoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OutboxStoreException(String message) {
        super(message);
    }

    public OutboxStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
