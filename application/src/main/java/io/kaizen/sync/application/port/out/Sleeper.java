package io.kaizen.sync.application.port.out;

import java.time.Duration;

/** Waits, and knows when the process wants to stop. Thread-safe. */
public interface Sleeper {

    /**
     * Waits for {@code duration}, or until a stop is requested or the thread is interrupted (whose flag then stays set).
     *
     * @return whether it waited the whole time
     */
    boolean sleep(Duration duration);

    /** Hears that the thread that flushes was interrupted while it waited for others. What that means is the sleeper's affair. */
    default void interrupted() {}

    /** Whether a stop is requested. Once true, it stays so. */
    boolean isStopRequested();
}
