package io.kaizen.sync.testkit.flush;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a flush tells, in the order in which it tells it. */
final class Witness implements FlushListener {

    final List<String> events = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<FanOutResult.Failure> exporterFailures = new ArrayList<>();
    Runnable onCommit = () -> {};

    @Override
    public void flushStarted(long pending) {
        events.add("starts with " + pending);
    }

    @Override
    public void batchClaimed(Batch batch, boolean resumed) {
        events.add((resumed ? "resumes " : "claims ") + batch.rowIds());
    }

    @Override
    public void attemptEnded(Batch batch, IngestOutcome outcome) {
        events.add(outcome.getClass().getSimpleName() + " for " + batch.rowIds());
    }

    @Override
    public void waiting(Batch batch, SendAgain verdict) {
        events.add("waits for " + verdict.cause() + " of " + batch.rowIds());
    }

    @Override
    public void batchSplit(Batch whole, List<Batch> parts) {
        events.add("splits " + whole.rowIds() + " into "
                + parts.stream().map(Batch::rowIds).toList());
    }

    @Override
    public void rowSetAside(BatchKind kind, Refusal refusal) {
        events.add("sets aside " + refusal.row() + " of " + kind);
    }

    @Override
    public void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
        events.add("dead-letters " + refusals.stream().map(Refusal::row).toList() + " of " + kind);
    }

    @Override
    public void exporterFailed(Batch batch, FanOutResult.Failure failure) {
        exporterFailures.add(failure);
        events.add(failure.exporter() + " fails for " + batch.rowIds());
    }

    @Override
    public void batchCommitted(Batch batch, int sent, int gone) {
        events.add("commits " + batch.rowIds() + ": " + sent + " sent, " + gone + " gone");
        onCommit.run();
    }

    @Override
    public void warning(BatchKind kind, String message) {
        warnings.add(message);
        events.add("warns of " + kind + ": " + message);
    }

    @Override
    public void storageWarning(String message) {
        warnings.add(message);
        events.add("warns of the storage: " + message);
    }

    @Override
    public void stopped(Stop stop) {
        events.add("stops: " + stop.reason().code());
    }

    @Override
    public void flushEnded(FlushReport report) {
        events.add("ends with " + report.rows() + " sent, " + report.pending() + " pending");
    }
}
