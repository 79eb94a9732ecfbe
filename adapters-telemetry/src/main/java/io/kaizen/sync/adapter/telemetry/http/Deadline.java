package io.kaizen.sync.adapter.telemetry.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of the time that an export has, on a clock that nobody sets. Immutable. */
public final class Deadline {

    private final LongSupplier nanos;
    private final long start;
    private final Duration limit;

    Deadline(LongSupplier nanos, Duration limit) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.limit = limit;
    }

    /** What is left; zero once it is over. */
    public Duration remaining() {
        Duration left = limit.minusNanos(nanos.getAsLong() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    Duration limit() {
        return limit;
    }
}
