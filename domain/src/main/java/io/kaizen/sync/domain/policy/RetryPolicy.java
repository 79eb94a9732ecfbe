package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a batch goes out again.
 *
 * @param maxFailures how many failed POSTs are followed by another one; 429s do not count
 * @param maxRateLimitWait longest wait for 429s, and for 503s that name a wait, in one flush, each alone and all together
 */
public record RetryPolicy(BackoffPolicy backoff, int maxFailures, Duration maxRateLimitWait) {

    private static final Duration LEAST_RATE_LIMIT_WAIT = Duration.ofSeconds(1);
    private static final Duration USUAL_RATE_LIMIT_WAIT = Duration.ofSeconds(2);

    /** @throws IllegalArgumentException if a number or a wait is negative */
    public RetryPolicy {
        Objects.requireNonNull(backoff, "backoff");
        if (maxFailures < 0) {
            throw new IllegalArgumentException("maxFailures is negative: " + maxFailures);
        }
        if (maxRateLimitWait.isNegative()) {
            throw new IllegalArgumentException("maxRateLimitWait is negative: " + maxRateLimitWait);
        }
    }

    /** The same policy for somebody who sends once. */
    RetryPolicy none() {
        return new RetryPolicy(backoff, 0, Duration.ZERO);
    }

    /**
     * How long to wait after a failure.
     *
     * @param failures failures so far, the present one included
     * @return empty if the retries are used up
     */
    public Optional<Duration> waitAfterFailure(int failures, double unit) {
        return failures > maxFailures ? Optional.empty() : Optional.of(backoff.delay(failures, unit));
    }

    /** How long the server wants us to wait: at least a second, two where it did not say. */
    public Duration waitAskedFor(RateLimited outcome) {
        Duration asked = outcome.retryAfter().orElse(USUAL_RATE_LIMIT_WAIT);
        return asked.compareTo(LEAST_RATE_LIMIT_WAIT) < 0 ? LEAST_RATE_LIMIT_WAIT : asked;
    }

    /** How long a server with this error wants us to wait, at least a second; empty where it did not say. */
    public Optional<Duration> waitAskedFor(ServerError outcome) {
        return outcome.retryAfter()
                .map(asked -> asked.compareTo(LEAST_RATE_LIMIT_WAIT) < 0 ? LEAST_RATE_LIMIT_WAIT : asked);
    }

    /** Whether a flush that has waited {@code waited} for 429s may wait {@code wait} more. */
    public boolean allowsRateLimitWait(Duration wait, Duration waited) {
        return wait.compareTo(maxRateLimitWait.minus(waited)) <= 0;
    }
}
