package io.kaizen.sync.application.service;

import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.LaneLease;
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
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.KeyUse;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for one batch, whether it goes out again, and writes key and lease down before it does. What the domain's judge says is
 * law here; this class only remembers and persists. It is asked by the thread that sends, and waits for its turn.
 */
final class BatchAttempts implements Attempts {

    private final FlushContext context;
    private final LaneLease lease;
    private final Delivery delivery;
    private Claim claim;
    private AttemptHistory history;
    private @Nullable Verdict verdict;
    private int posts;
    private boolean accepted;

    BatchAttempts(FlushContext context, LaneLease lease, Delivery delivery) {
        this.context = context;
        this.lease = lease;
        this.delivery = delivery;
        this.claim = delivery.claim();
        this.history = delivery.history();
    }

    @Override
    public IdempotencyKey key() {
        return history.key();
    }

    @Override
    public Next after(IngestOutcome outcome) {
        context.turn().lock();
        try {
            return answer(outcome);
        } finally {
            context.turn().unlock();
        }
    }

    private Next answer(IngestOutcome outcome) {
        ended(outcome);
        Situation situation = situation();
        verdict = context.judge().judge(outcome, situation);
        if (!(verdict instanceof SendAgain again)) {
            return new Done();
        }
        if (context.sleeper().isStopRequested()) {
            verdict = Judge.interrupted(again.key() == KeyUse.SAME);
            return new Done();
        }
        prepare(again, situation.now());
        return new Again(again.delay(), history.key());
    }

    /** The claim as it is on disk now. */
    Claim claim() {
        return claim;
    }

    /** What is to be done now that the gateway sends no more. {@code last} is the outcome it returned. In turn. */
    Verdict conclude(IngestOutcome last) {
        Verdict conclusion = verdict == null ? judgeUnasked(last) : verdict;
        if (conclusion instanceof SendAgain) {
            // A gateway that was told to send again and did not was stopped while it waited.
            return Judge.interrupted(history.ambiguous());
        }
        if (conclusion instanceof Halt halt) {
            waitAskedBy(last, halt)
                    .ifPresent(wait -> context.pause().pause(context.clock().instant(), wait));
        }
        return conclusion;
    }

    private Optional<Duration> waitAskedBy(IngestOutcome last, Halt halt) {
        RetryPolicy retries = context.settings().retries();
        if (last instanceof RateLimited rateLimited) {
            return Optional.of(retries.waitAskedFor(rateLimited));
        }
        return last instanceof ServerError unavailable && halt.stop().reason() == StopReason.RATE_LIMITED
                ? retries.waitAskedFor(unavailable)
                : Optional.empty();
    }

    /** For a gateway that sends once and asks nothing. */
    private Verdict judgeUnasked(IngestOutcome last) {
        ended(last);
        return context.judge().judgeLast(last, situation());
    }

    /** How many POSTs have carried the batch in this flush. */
    int posts() {
        return posts;
    }

    /**
     * Whether the server took the batch in this flush, and so takes rows of its kind. That it knows a key from before proves nothing
     * about what it thinks of rows now, unless the POST before was our own.
     */
    boolean provesAcceptance() {
        return accepted;
    }

    private void ended(IngestOutcome outcome) {
        posts++;
        boolean isOurs = outcome instanceof Conflict conflict
                && conflict.meaning() == Meaning.STORED_BEFORE
                && posts > 1
                && !delivery.resumed();
        accepted = outcome instanceof Accepted || isOurs;
        context.listener().onEvent(new AttemptEnded(delivery.batch(), outcome));
    }

    private void prepare(SendAgain again, Instant now) {
        history = history.after(again, context.keys()::next);
        claim = claim.withKey(history.key());
        context.store().update(lease, claim, context.settings().leaseUntil(now, again.delay()));
        if (again.cause() != SendAgain.Cause.FAILURE) {
            context.rateLimitWaits().add(this, again.delay());
        }
        context.listener().onEvent(new WaitStarted(delivery.batch(), again.delay(), again.key(), again.cause()));
    }

    private Situation situation() {
        return new Situation(
                delivery.batch().size(),
                history,
                context.rateLimitWaits().total(),
                context.clock().instant(),
                context.random().nextDouble());
    }
}
