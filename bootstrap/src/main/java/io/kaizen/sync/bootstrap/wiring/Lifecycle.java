package io.kaizen.sync.bootstrap.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things that must be closed, in the order in which they were made. Thread-safe. */
final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Has {@code resource} closed before everything that was made before it. */
    synchronized <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes everything, the youngest first. What does not close keeps nothing else from being closed. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception broken) {
                LOG.warn("not closed in order: {}", broken.getMessage());
                LOG.debug("closing {} failed", next, broken);
            }
        }
    }
}
