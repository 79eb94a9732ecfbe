package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.outcome.IngestOutcome;
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

    /**
     * Whether the ingest gateway retries after {@code outcome}, as long as attempts are left: it is a failure that may pass, and the server
     * has asked for no wait. A wait that the server asks for is the flush's to judge and to keep.
     */
    public boolean retries(IngestOutcome outcome) {
        boolean asksToWait =
                outcome instanceof ServerError error && error.retryAfter().isPresent();
        return outcome.isTransientFailure() && !asksToWait;
    }

    /**
     * How many attempts a batch has left in a flush.
     *
     * @param failures attempts of it that have failed
     * @return at least 1: a batch is sent once, whatever came before
     */
    public int attemptsLeft(int failures) {
        return Math.max(1, maxFailures + 1 - failures);
    }

    /**
     * How long to wait after a failure.
     *
     * @param failures failures so far, the present one included; at least 1
     * @param unit random number for jitter, at least 0 and below 1
     */
    public Duration waitAfterFailure(int failures, double unit) {
        return backoff.delay(failures, unit);
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
