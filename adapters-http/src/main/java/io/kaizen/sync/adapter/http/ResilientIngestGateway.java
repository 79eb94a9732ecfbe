package io.kaizen.sync.adapter.http;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends again, and not too often, around a gateway that sends once. What to do after an outcome, when and under which key, is
 * decided by {@link Attempts}; this only turns the crank: Resilience4j counts, our {@link Sleeper} waits, so that a stop ends
 * every wait at once. Thread-safe.
 */
public final class ResilientIngestGateway implements IngestGateway {

    /** A turn that is further off than this is none. Only a fault of ours could ask for it. */
    private static final Duration FURTHEST_TURN = Duration.ofDays(36_500);

    private static final double LEAST_RATE = 0.001;
    private static final double GREATEST_RATE = 1_000_000;

    private final IngestGateway gateway;
    private final Sleeper sleeper;
    private final Retry retry;
    private final Optional<RateLimiter> limiter;

    /** What a POST led to, and what is to follow. */
    private record Answered(Attempts.Next next) {

        boolean wantsAnother() {
            return next instanceof Attempts.Again;
        }

        /** Rounded up: a server's "not before" is kept. */
        long delayMillis() {
            return next instanceof Attempts.Again again
                    ? again.delay().plusNanos(999_999).toMillis()
                    : 0;
        }
    }

    /**
     * @param maxRequestsPerSecond for this gateway, all threads together: 0 for any number, else from 0.001 to 1,000,000
     * @throws IllegalArgumentException if it is another number
     */
    public ResilientIngestGateway(IngestGateway gateway, double maxRequestsPerSecond, Sleeper sleeper) {
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.limiter = limiter(maxRequestsPerSecond);
        this.retry = Retry.of(
                "ingest",
                RetryConfig.<Answered>custom()
                        .maxAttempts(Integer.MAX_VALUE)
                        .retryOnResult(Answered::wantsAnother)
                        .intervalBiFunction(ResilientIngestGateway::delayMillis)
                        .build());
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

    private static long delayMillis(int attempt, Either<Throwable, Answered> answered) {
        return answered.get().delayMillis();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where a stop is requested during a wait, the outcome is that of the last POST; where there was none, it says that nothing
     * can have arrived.
     */
    @Override
    public IngestOutcome send(Batch batch, Attempts attempts) {
        return send(gateway.wrap(batch), attempts);
    }

    @Override
    public Parcel wrap(Batch batch) {
        Parcel parcel = gateway.wrap(batch);
        return attempts -> send(parcel, attempts);
    }

    private IngestOutcome send(Parcel parcel, Attempts attempts) {
        Retry.AsyncContext<Answered> crank = retry.asyncContext();
        IngestOutcome outcome = new Unreachable("not sent: stopped while waiting for its turn", false);
        IdempotencyKey key = attempts.key();
        while (awaitTurn()) {
            outcome = parcel.send(new SinglePost(key));
            Attempts.Next next = attempts.after(outcome);
            long delayMillis = crank.onResult(new Answered(next));
            if (!(next instanceof Attempts.Again again)) {
                crank.onComplete();
                return outcome;
            }
            if (!sleeper.sleep(Duration.ofMillis(delayMillis))) {
                return outcome;
            }
            key = again.key();
        }
        return outcome;
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

    /** All that a gateway which sends once may know of the attempts. */
    private record SinglePost(IdempotencyKey key) implements Attempts {

        @Override
        public Next after(IngestOutcome outcome) {
            return new Done();
        }
    }
}
