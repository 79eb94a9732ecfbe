package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only sleeping moves. */
final class SimulatedTime implements InstantSource, Sleeper {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public boolean sleep(Duration duration) {
        pass(duration);
        return true;
    }

    @Override
    public boolean isStopRequested() {
        return false;
    }
}
