package io.kaizen.sync.domain.policy;

import java.time.Duration;

/**
 * Exponential delay, doubling up to a cap, with jitter over its upper half.
 *
 * @param initial delay before the first retry, positive
 * @param cap longest delay, not below {@code initial}; at most 2^63-1 nanoseconds, some 292 years
 */
public record BackoffPolicy(Duration initial, Duration cap) {

    private static final Duration LONGEST_CAP = Duration.ofNanos(Long.MAX_VALUE);

    /** @throws IllegalArgumentException if {@code initial} is not positive, or {@code cap} is shorter or too long */
    public BackoffPolicy {
        if (initial.isNegative() || initial.isZero()) {
            throw new IllegalArgumentException("initial delay must be positive: " + initial);
        }
        if (cap.compareTo(initial) < 0) {
            throw new IllegalArgumentException("cap " + cap + " is below the initial delay " + initial);
        }
        if (cap.compareTo(LONGEST_CAP) > 0) {
            throw new IllegalArgumentException("cap " + cap + " is above " + LONGEST_CAP);
        }
    }

    /**
     * Longest delay after the given number of failures: doubles with each, never above the cap, never overflows.
     *
     * @param failures failures so far, at least 1
     */
    public Duration ceiling(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1: " + failures);
        }
        Duration ceiling = initial;
        for (int i = 1; i < failures && ceiling.compareTo(cap) < 0; i++) {
            ceiling = ceiling.multipliedBy(2);
        }
        return ceiling.compareTo(cap) < 0 ? ceiling : cap;
    }

    /**
     * Delay drawn from the upper half of {@link #ceiling}.
     *
     * @param unit random number, at least 0 and below 1
     */
    public Duration delay(int failures, double unit) {
        Duration half = ceiling(failures).dividedBy(2);
        return half.plusNanos(Math.round(half.toNanos() * unit));
    }
}
