package io.kaizen.sync.adapter.http;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Retries failures of another gateway, and limits how often it sends: Resilience4j's {@link Retry} counts the attempts and asks the {@link
 * RetryPolicy} which outcomes to retry and after how long, its {@link RateLimiter} gives out the turns, and our {@link Sleeper} waits, so that
 * a stop ends every wait at once. Where the server itself asks for a pause, the call ends: that wait is the flush's. Thread-safe.
 */
public final class ResilientIngestGateway implements IngestGateway {

    /** A turn that is further off than this is none. Only a fault of ours could ask for it. */
    private static final Duration FURTHEST_TURN = Duration.ofDays(36_500);

    private static final double LEAST_RATE = 0.001;
    private static final double GREATEST_RATE = 1_000_000;

    private final IngestGateway gateway;
    private final RetryPolicy policy;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Optional<RateLimiter> limiter;

    /**
     * Wraps {@code gateway}.
     *
     * @param gateway makes one attempt per call
     * @param maxRequestsPerSecond for this gateway, all threads together: 0 for any number, else from 0.001 to 1,000,000
     * @param random for the jitter of waits; may be used by several threads
     * @throws IllegalArgumentException if the rate is another number
     */
    public ResilientIngestGateway(
            IngestGateway gateway,
            RetryPolicy policy,
            double maxRequestsPerSecond,
            Sleeper sleeper,
            RandomGenerator random) {
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.random = Objects.requireNonNull(random, "random");
        this.limiter = limiter(maxRequestsPerSecond);
    }

    static void requireRate(double perSecond) {
        if (perSecond != 0 && !(perSecond >= LEAST_RATE && perSecond <= GREATEST_RATE)) {
            throw new IllegalArgumentException(
                    "requests per second are neither 0 nor from 0.001 to 1000000: " + perSecond);
        }
    }

    private static Optional<RateLimiter> limiter(double perSecond) {
        requireRate(perSecond);
        if (perSecond == 0) {
            return Optional.empty();
        }
        return Optional.of(RateLimiter.of(
                "ingest",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofNanos(Math.round(1e9 / perSecond)))
                        .timeoutDuration(FURTHEST_TURN)
                        .build()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where a stop ends a wait, the outcome is that of the last attempt; where there was none, it says that nothing can have arrived.
     */
    @Override
    public PreparedBatch prepare(Batch batch) {
        PreparedBatch prepared = gateway.prepare(batch);
        return journal -> send(prepared, journal);
    }

    private IngestOutcome send(PreparedBatch batch, AttemptJournal journal) {
        Retry.AsyncContext<IngestOutcome> retry = retry(journal.failures()).asyncContext();
        IngestOutcome outcome = new Unreachable("not sent: stopped while waiting for its turn", false);
        while (awaitTurn()) {
            outcome = batch.send(journal);
            long delayMillis = retry.onResult(outcome);
            if (delayMillis < 0) {
                return outcome;
            }
            Duration delay = Duration.ofMillis(delayMillis);
            journal.retry(outcome, delay);
            if (!sleeper.sleep(delay)) {
                return outcome;
            }
        }
        return outcome;
    }

    /** For a batch of which so many attempts have failed already, before the server asked for a pause. */
    private Retry retry(int failures) {
        return Retry.of(
                "ingest",
                RetryConfig.<IngestOutcome>custom()
                        .maxAttempts(policy.attemptsLeft(failures))
                        .retryOnResult(policy::retries)
                        .intervalBiFunction((attempt, outcome) -> delayMillis(failures + attempt))
                        .build());
    }

    private long delayMillis(int failures) {
        return policy.waitAfterFailure(failures, random.nextDouble()).toMillis();
    }

    /** Whether the time for a POST has come, and not a stop before it. */
    private boolean awaitTurn() {
        if (limiter.isEmpty()) {
            return true;
        }
        long nanos = limiter.get().reservePermission();
        if (nanos < 0) {
            throw new IllegalStateException("no turn within " + FURTHEST_TURN);
        }
        return nanos == 0 || sleeper.sleep(Duration.ofNanos(nanos));
    }
}
