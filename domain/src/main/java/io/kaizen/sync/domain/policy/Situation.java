package io.kaizen.sync.domain.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * All that the judge looks at besides the outcome.
 *
 * @param rows rows in the batch, at least 1
 * @param attempts what came before, without the outcome to be judged
 * @param waitedForRateLimit how long the flush has waited for 429s so far
 * @param now for "until" in messages
 * @param unit random number for jitter, at least 0 and below 1
 */
public record Situation(int rows, AttemptHistory attempts, Duration waitedForRateLimit, Instant now, double unit) {

    /** @throws IllegalArgumentException if there is no row */
    public Situation {
        if (rows < 1) {
            throw new IllegalArgumentException("a batch has at least one row: " + rows);
        }
        Objects.requireNonNull(attempts, "attempts");
        Objects.requireNonNull(waitedForRateLimit, "waitedForRateLimit");
        Objects.requireNonNull(now, "now");
    }
}
