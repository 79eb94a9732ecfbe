package io.kaizen.sync.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until it is moved. Thread-safe. */
public final class MovableClock implements InstantSource {

    private Instant now;

    /** A clock that stands at {@code start}. */
    public MovableClock(Instant start) {
        now = Objects.requireNonNull(start, "start");
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock by {@code amount}, backwards if that is negative. */
    public synchronized void advance(Duration amount) {
        now = now.plus(amount);
    }

    /** Sets the clock, backwards too. */
    public synchronized void set(Instant instant) {
        now = Objects.requireNonNull(instant, "instant");
    }
}
