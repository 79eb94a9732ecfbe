package io.kaizen.sync.bootstrap.logging;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.util.List;

/** Several listeners as one; each hears everything, in the order given. */
public final class FlushListeners implements FlushListener {

    private final List<FlushListener> listeners;

    public FlushListeners(List<FlushListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void flushStarted(long pending) {
        listeners.forEach(each -> each.flushStarted(pending));
    }

    @Override
    public void batchClaimed(Batch batch, boolean resumed) {
        listeners.forEach(each -> each.batchClaimed(batch, resumed));
    }

    @Override
    public void attemptEnded(Batch batch, IngestOutcome outcome) {
        listeners.forEach(each -> each.attemptEnded(batch, outcome));
    }

    @Override
    public void waiting(Batch batch, SendAgain verdict) {
        listeners.forEach(each -> each.waiting(batch, verdict));
    }

    @Override
    public void batchSplit(Batch whole, List<Batch> parts) {
        listeners.forEach(each -> each.batchSplit(whole, parts));
    }

    @Override
    public void rowSetAside(BatchKind kind, Refusal refusal) {
        listeners.forEach(each -> each.rowSetAside(kind, refusal));
    }

    @Override
    public void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
        listeners.forEach(each -> each.rowsDeadLettered(kind, refusals));
    }

    @Override
    public void exporterFailed(Batch batch, FanOutResult.Failure failure) {
        listeners.forEach(each -> each.exporterFailed(batch, failure));
    }

    @Override
    public void batchCommitted(Batch batch, int sent, int gone) {
        listeners.forEach(each -> each.batchCommitted(batch, sent, gone));
    }

    @Override
    public void storageWarning(String message) {
        listeners.forEach(each -> each.storageWarning(message));
    }

    @Override
    public void warning(BatchKind kind, String message) {
        listeners.forEach(each -> each.warning(kind, message));
    }

    @Override
    public void configWarning(String message) {
        listeners.forEach(each -> each.configWarning(message));
    }

    @Override
    public void overridesChanged(ServerOverrides now) {
        listeners.forEach(each -> each.overridesChanged(now));
    }

    @Override
    public void stopped(Stop stop) {
        listeners.forEach(each -> each.stopped(stop));
    }

    @Override
    public void flushEnded(FlushReport report) {
        listeners.forEach(each -> each.flushEnded(report));
    }
}
