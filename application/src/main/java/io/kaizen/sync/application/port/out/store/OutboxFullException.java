package io.kaizen.sync.application.port.out.store;

/**
 * More rows wait than a configured limit allows, and none of the new ones was taken in. Nothing is broken: once some are sent there is
 * room again. The message says which limit, and what to do.
 */
public final class OutboxFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message which limit, and what to do */
    public OutboxFullException(String message) {
        super(message);
    }
}
