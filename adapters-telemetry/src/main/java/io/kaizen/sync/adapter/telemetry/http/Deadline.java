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

    /**
     * A deadline after one part of what is left, for the first of several requests.
     *
     * @param parts how many requests there are, at least 1
     */
    public Deadline share(int parts) {
        return new Deadline(nanos, remaining().dividedBy(parts));
    }

    Duration limit() {
        return limit;
    }
}
