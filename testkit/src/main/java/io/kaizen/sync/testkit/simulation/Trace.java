package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Boils all that happens in a life down to one number, and remembers the last of it. */
final class Trace {

    private static final int REMEMBERED = 60;

    private final Deque<String> last = new ArrayDeque<>();
    private long fingerprint = 17;

    void add(String event) {
        fingerprint = fingerprint * 1_000_003 + event.hashCode();
        last.add(event);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    long fingerprint() {
        return fingerprint;
    }

    /** What happened last, a line each. */
    String last() {
        return String.join("\n  ", last);
    }

    FlushListener listener() {
        return new FlushListener() {
            @Override
            public void attemptEnded(Batch batch, IngestOutcome outcome) {
                add(batch.rowIds() + " " + outcome);
            }

            @Override
            public void batchClaimed(Batch batch, boolean resumed) {
                add((resumed ? "resumed " : "claimed ") + batch.kind() + " " + batch.rowIds());
            }

            @Override
            public void rowSetAside(BatchKind kind, Refusal refusal) {
                add("set aside " + refusal);
            }

            @Override
            public void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
                add("dead " + refusals);
            }

            @Override
            public void exporterFailed(Batch batch, FanOutResult.Failure failure) {
                add("failed " + failure);
            }

            @Override
            public void batchCommitted(Batch batch, int sent, int gone) {
                add("committed " + batch.rowIds() + " " + sent + " " + gone);
            }

            @Override
            public void stopped(Stop stop) {
                add("stopped " + stop);
            }

            @Override
            public void flushEnded(FlushReport report) {
                add("ended " + report);
            }
        };
    }
}
