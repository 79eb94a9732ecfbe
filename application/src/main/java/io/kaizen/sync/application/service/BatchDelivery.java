package io.kaizen.sync.application.service;

import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.port.out.AttemptJournal;
import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.PreparedBatch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.policy.AttemptHistory;
import io.kaizen.sync.domain.policy.Judge;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.policy.Situation;
import io.kaizen.sync.domain.policy.Verdict;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Delivers one claimed batch: send, judge, and send again where the server asked for a pause. The gateway retries failures by itself; before
 * each attempt it has the key and the lease written down here. For the thread that sends.
 */
final class BatchDelivery implements AttemptJournal {

    private final FlushContext context;
    private final LaneLease lease;
    private final Delivery batch;
    private Claim claim;
    private AttemptHistory history;
    /** Whether an attempt was begun whose outcome is not recorded yet. */
    private boolean isAttemptOpen;

    private int posts;
    private boolean accepted;

    BatchDelivery(FlushContext context, LaneLease lease, Delivery batch) {
        this.context = context;
        this.lease = lease;
        this.batch = batch;
        this.claim = batch.claim();
        this.history = batch.history();
    }

    /** Sends until the verdict is another one than to wait. A stop ends every wait. */
    Verdict deliver(PreparedBatch request) {
        while (true) {
            IngestOutcome outcome = request.send(this);
            Verdict verdict = inTurn(() -> judge(outcome));
            if (!(verdict instanceof Wait wait)) {
                return verdict;
            }
            if (!context.sleeper().sleep(wait.delay())) {
                return Judge.interrupted(history.ambiguous());
            }
        }
    }

    private Verdict judge(IngestOutcome outcome) {
        if (!isAttemptOpen) {
            // The gateway was stopped while it waited for its next attempt.
            return Judge.interrupted(history.ambiguous());
        }
        ended(outcome);
        context.oddAnswers().warnOf(batch.batch(), outcome, context.listener());
        Verdict verdict = context.judge().judge(outcome, situation());
        if (verdict instanceof Wait wait) {
            prepareNext(outcome, wait.delay());
            if (!context.sleeper().isStopRequested()) {
                context.rateLimitWaits().add(this, wait.delay());
            }
        } else if (verdict instanceof Halt halt) {
            waitAskedBy(outcome, halt)
                    .ifPresent(wait -> context.pause().pause(context.clock().instant(), wait));
        }
        return verdict;
    }

    @Override
    public IdempotencyKey begin() {
        isAttemptOpen = true;
        return history.key();
    }

    @Override
    public int failures() {
        return history.failures();
    }

    @Override
    public void retry(IngestOutcome failure, Duration delay) {
        inTurn(() -> {
            ended(failure);
            prepareNext(failure, delay);
            return null;
        });
    }

    /** The claim as it is on disk now. */
    Claim claim() {
        return claim;
    }

    /** How many attempts were made in this flush. */
    int posts() {
        return posts;
    }

    /**
     * Whether the server took the batch in this flush, and so takes rows of its kind. A conflict proves that only where the attempt that was
     * stored is one of ours: an older key says nothing about what the server thinks of such rows now.
     */
    boolean provesAcceptance() {
        return accepted;
    }

    private void ended(IngestOutcome outcome) {
        isAttemptOpen = false;
        posts++;
        boolean isOurs = outcome instanceof Conflict conflict
                && conflict.meaning() == Meaning.STORED_BEFORE
                && posts > 1
                && !batch.resumed();
        accepted = outcome instanceof Accepted || isOurs;
        context.listener().onEvent(new AttemptEnded(batch.batch(), outcome));
    }

    /** Nothing is written where a stop was requested: no attempt will follow. */
    private void prepareNext(IngestOutcome outcome, Duration delay) {
        history = history.after(outcome, context.keys()::next);
        if (context.sleeper().isStopRequested()) {
            return;
        }
        claim = claim.withKey(history.key());
        Instant now = context.clock().instant();
        context.store().update(lease, claim, context.settings().leaseUntil(now, delay));
        context.listener().onEvent(new WaitStarted(batch.batch(), outcome, delay));
    }

    private Optional<Duration> waitAskedBy(IngestOutcome outcome, Halt halt) {
        RetryPolicy retries = context.settings().retries();
        if (outcome instanceof RateLimited rateLimited) {
            return Optional.of(retries.waitAskedFor(rateLimited));
        }
        return outcome instanceof ServerError unavailable && halt.stop().reason() == StopReason.RATE_LIMITED
                ? retries.waitAskedFor(unavailable)
                : Optional.empty();
    }

    private Situation situation() {
        return new Situation(
                batch.batch().size(),
                history,
                context.rateLimitWaits().total(),
                context.clock().instant(),
                context.random().nextDouble());
    }

    private <T> T inTurn(Supplier<T> what) {
        context.turn().lock();
        try {
            return what.get();
        } finally {
            context.turn().unlock();
        }
    }
}
