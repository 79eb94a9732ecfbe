package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.ExporterFailed;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
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
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Delivers one claimed batch: send, judge, and send again where the server asked for a pause; exporters get it at the same time. The gateway
 * retries failures by itself; before each attempt it has the key and the lease written down here. For one worker, in turn.
 */
final class BatchDelivery implements AttemptJournal {

    private final FlushContext context;
    private final LaneQueue lane;
    private final ClaimedBatch claimed;
    private final Batch batch;
    private Claim claim;
    private AttemptHistory history;
    private Progress progress = Progress.NOTHING_BEGUN;

    /** How far the present call of the gateway is. */
    private enum Progress {
        /** No attempt was begun. */
        NOTHING_BEGUN,
        /** An attempt was begun, whose outcome is not recorded yet. */
        ATTEMPT_BEGUN,
        /** An attempt has failed, and another one is to follow. */
        RETRY_PREPARED
    }

    /** The lease outlasts an attempt that begins soon after this. */
    private Instant leasedFrom;

    private int posts;
    private boolean accepted;

    BatchDelivery(FlushContext context, LaneQueue lane, ClaimedBatch claimed) {
        this.context = context;
        this.lane = lane;
        this.claimed = claimed;
        this.batch = claimed.batch();
        this.claim = claimed.claim();
        this.history = claimed.history();
        this.leasedFrom = claimed.resumed() ? Instant.EPOCH : context.clock().instant();
    }

    LaneQueue lane() {
        return lane;
    }

    BatchKind kind() {
        return lane.kind();
    }

    ClaimedBatch claimed() {
        return claimed;
    }

    /** Says what follows for the batch, once neither the server nor an exporter has it in hand any more. */
    Verdict deliver() {
        renewIfDue();
        FanOut.Running exporters = context.fanOut().start(batch, lane.ledger());
        Verdict verdict;
        try {
            verdict = isPosted() ? post() : new Commit();
        } catch (RuntimeException failure) {
            // What exporters have taken must be known all the same.
            resultOf(exporters);
            throw failure;
        }
        Verdict conclusion = context.judge().withFanOut(verdict, resultOf(exporters));
        if (!(conclusion instanceof Commit) && !lane.isLost()) {
            lane.ledger().save(taken -> context.settle(lane.lease(), taken));
        }
        return conclusion;
    }

    private boolean isPosted() {
        return !claimed.isAccepted() && Judge.needsPost(batch);
    }

    /** Sends until the verdict is another one than to wait. A stop ends every wait. */
    private Verdict post() {
        PreparedBatch request =
                claimed.part().request().orElseGet(() -> context.gateway().prepare(batch));
        while (true) {
            progress = Progress.NOTHING_BEGUN;
            IngestOutcome outcome = context.turn().outside(() -> request.send(this));
            Verdict verdict = judge(outcome);
            if (!(verdict instanceof Wait wait)) {
                return verdict;
            }
            if (!context.turn().outside(() -> context.sleeper().sleep(wait.delay()))) {
                return Judge.interrupted(history.ambiguous());
            }
        }
    }

    private Verdict judge(IngestOutcome outcome) {
        if (wasStoppedWaiting(outcome)) {
            return Judge.interrupted(history.ambiguous());
        }
        ended(outcome);
        context.oddAnswers().warnOf(batch, outcome, context.listener());
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

    /** Whether the gateway has given up before an attempt, and not after one. */
    private boolean wasStoppedWaiting(IngestOutcome outcome) {
        return switch (progress) {
            case ATTEMPT_BEGUN -> false;
            case RETRY_PREPARED -> true;
            // A gateway that is a mere function begins nothing.
            case NOTHING_BEGUN ->
                outcome.isTransientFailure() && context.sleeper().isStopRequested();
        };
    }

    private FanOutResult resultOf(FanOut.Running exporters) {
        context.turn().outside(() -> {
            exporters.join();
            return exporters;
        });
        FanOutResult result = exporters.result();
        result.failures().forEach(failure -> context.listener().onEvent(new ExporterFailed(batch, failure)));
        context.turn().changed();
        return result;
    }

    @Override
    public IdempotencyKey begin() {
        return context.turn().inside(() -> {
            renewIfDue();
            progress = Progress.ATTEMPT_BEGUN;
            return history.key();
        });
    }

    @Override
    public int failures() {
        return history.failures();
    }

    @Override
    public void retry(IngestOutcome failure, Duration delay) {
        context.turn().inside(() -> {
            ended(failure);
            prepareNext(failure, delay);
            progress = Progress.RETRY_PREPARED;
            return delay;
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
        posts++;
        boolean isOurs = outcome instanceof Conflict conflict
                && conflict.meaning() == Meaning.STORED_BEFORE
                && posts > 1
                && !claimed.resumed();
        accepted = outcome instanceof Accepted || isOurs;
        context.listener().onEvent(new AttemptEnded(batch, outcome));
    }

    /**
     * Before anything leaves. A process that was paused, or waited for its turn to send, may have lost its lane, and must find out: the new
     * holder may have sent the same rows under other keys.
     */
    private void renewIfDue() {
        boolean isKeyOnDisk = claim.key().equals(history.key());
        Instant now = context.clock().instant();
        if (!isKeyOnDisk || context.settings().isRenewalDue(leasedFrom, now)) {
            writeDown(Duration.ZERO);
        }
    }

    /** Nothing is written where a stop was requested: no attempt will follow. */
    private void prepareNext(IngestOutcome outcome, Duration delay) {
        history = history.after(outcome, context.keys()::next);
        if (!context.sleeper().isStopRequested()) {
            writeDown(delay);
            context.listener().onEvent(new WaitStarted(batch, outcome, delay));
        }
    }

    /** Puts on disk what an attempt that begins after {@code delay} needs. */
    private void writeDown(Duration delay) {
        claim = claim.withKey(history.key());
        context.store().renew(lane.lease(), claim, context.settings().leaseFor(delay));
        leasedFrom = context.clock().instant().plus(delay);
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
                batch.size(),
                history,
                context.rateLimitWaits().total(),
                context.clock().instant(),
                context.random().nextDouble());
    }
}
