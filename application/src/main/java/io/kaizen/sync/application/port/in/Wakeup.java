package io.kaizen.sync.application.port.in;

/** Tells the flusher of this process that there are rows, so that it need not wait for the end of its interval. */
@FunctionalInterface
public interface Wakeup {

    /**
     * Has the flusher look at once, if it is well and running. Called while it flushes, or several times, it leads to one more flush.
     * Returns at once. Thread-safe.
     */
    void wake();
}
