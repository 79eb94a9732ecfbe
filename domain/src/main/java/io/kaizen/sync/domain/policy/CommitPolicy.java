package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;

/**
 * Whether a batch that the ingest server has may be committed.
 *
 * @param failOpen true: exporters never hold up a commit; false: each must have taken the batch
 */
public record CommitPolicy(boolean failOpen) {

    Verdict decide(FanOutResult fanOut) {
        if (failOpen || fanOut.isComplete()) {
            return new Commit();
        }
        Stop stop = Stop.of(StopReason.EXPORTER, "telemetry fan-out (before outbox commit; fail_open = false)");
        return new Halt(stop.withDetail(fanOut.summary()), Scope.FLUSH, ClaimFate.KEEP_ACCEPTED);
    }
}
