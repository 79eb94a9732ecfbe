package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that only sleeping moves, and jumps. The wall clock may be set; the time that has really passed is another matter. A stop may
 * be requested in any wait.
 */
final class SimulatedTime implements InstantSource, Sleeper {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Fate fate;
    private Instant now = START;
    private Duration passed = Duration.ZERO;
    private boolean stopRequested;

    SimulatedTime(Fate fate) {
        this.fate = fate;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
        passed = passed.plus(duration);
    }

    /** Sets the wall clock. */
    void jump(Duration forwardOrBack) {
        now = now.plus(forwardOrBack);
    }

    /** What a clock that nobody sets would show. */
    Duration passed() {
        return passed;
    }

    /** A process begins, to which nobody has said anything. */
    void processStarted() {
        stopRequested = false;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public boolean sleep(Duration duration) {
        stopRequested |= fate.strikes(Fault.STOP_REQUESTED);
        if (stopRequested) {
            return false;
        }
        pass(duration);
        return true;
    }

    @Override
    public boolean isStopRequested() {
        return stopRequested;
    }
}
