package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.Objects;

/** Says what follows from an outcome. Pure: it waits for nothing, reads no clock and keeps no state. Thread-safe. */
public final class Judge {

    private final RetryPolicy retries;
    private final CommitPolicy commits;
    private final OnPoison onPoison;

    /** A judge who applies these policies. */
    public Judge(RetryPolicy retries, CommitPolicy commits, OnPoison onPoison) {
        this.retries = Objects.requireNonNull(retries, "retries");
        this.commits = Objects.requireNonNull(commits, "commits");
        this.onPoison = Objects.requireNonNull(onPoison, "onPoison");
    }

    /**
     * Verdict on a batch whose last attempt ended in {@code outcome}, as far as the ingest server alone decides it. What the gateway may
     * {@linkplain RetryPolicy#retries retry} is judged only when no attempt is left.
     */
    public Verdict judge(IngestOutcome outcome, Situation situation) {
        return outcome.fold(new JudgingTable(retries, onPoison, situation));
    }

    /** The same verdict, once the exporters of the batch are known to have taken it or not. */
    public Verdict withFanOut(Verdict verdict, FanOutResult fanOut) {
        return verdict instanceof Commit ? commits.decide(fanOut) : verdict;
    }

    /**
     * Verdict on a batch whose sending was broken off by our own shutdown.
     *
     * @param ambiguous whether the batch may be stored
     */
    public static Halt interrupted(boolean ambiguous) {
        return new Halt(
                Stop.of(StopReason.INTERRUPTED, "interrupted; rows stay pending and go out with the next flush"),
                Halt.Scope.FLUSH,
                ambiguous ? ClaimFate.KEEP : ClaimFate.RELEASE);
    }

    /** Whether {@code batch} is POSTed at all. One that has no route counts as accepted. */
    public static boolean needsPost(Batch batch) {
        return batch.spec().isPosted();
    }
}
