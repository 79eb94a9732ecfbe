package io.kaizen.sync.testkit.flush;

import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.ExporterFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.OverridesChanged;
import io.kaizen.sync.application.event.FlushEvent.RowQuarantined;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.application.event.FlushEvent.Stopped;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfConfig;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.poison.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a flush tells, in the order in which it tells it. */
final class Witness implements FlushListener, FlushEvent.Cases<String> {

    final List<String> events = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<FanOutResult.Failure> exporterFailures = new ArrayList<>();
    Runnable onCommit = () -> {};

    @Override
    public void onEvent(FlushEvent event) {
        events.add(event.fold(this));
        if (event instanceof BatchCommitted) {
            onCommit.run();
        }
    }

    @Override
    public String flushStarted(FlushStarted event) {
        return "starts with " + event.pending().rows();
    }

    @Override
    public String batchClaimed(BatchClaimed event) {
        return (event.resumed() ? "resumes " : "claims ") + event.batch().rowIds();
    }

    @Override
    public String attemptEnded(AttemptEnded event) {
        return event.outcome().getClass().getSimpleName() + " for "
                + event.batch().rowIds();
    }

    @Override
    public String waitStarted(WaitStarted event) {
        return "waits after " + event.outcome().getClass().getSimpleName() + " of "
                + event.batch().rowIds();
    }

    @Override
    public String batchSplit(BatchSplit event) {
        return "splits " + event.whole().rowIds() + " into "
                + event.parts().stream().map(Batch::rowIds).toList();
    }

    @Override
    public String rowQuarantined(RowQuarantined event) {
        return "sets aside " + event.refusal().row() + " of " + event.kind();
    }

    @Override
    public String rowsDeadLettered(RowsDeadLettered event) {
        return "dead-letters " + event.refusals().stream().map(Refusal::row).toList() + " of " + event.kind();
    }

    @Override
    public String exporterFailed(ExporterFailed event) {
        exporterFailures.add(event.failure());
        return event.failure().exporter() + " fails for " + event.batch().rowIds();
    }

    @Override
    public String batchCommitted(BatchCommitted event) {
        return "commits " + event.batch().rowIds() + ": " + event.sent() + " sent, " + event.gone() + " gone";
    }

    @Override
    public String warnedOfKind(WarnedOfKind event) {
        warnings.add(event.message());
        return "warns of " + event.kind() + ": " + event.message();
    }

    @Override
    public String warnedOfStorage(WarnedOfStorage event) {
        warnings.add(event.message());
        return "warns of the storage: " + event.message();
    }

    @Override
    public String warnedOfConfig(WarnedOfConfig event) {
        warnings.add(event.message());
        return "warns of the configuration: " + event.message();
    }

    @Override
    public String overridesChanged(OverridesChanged event) {
        return "obeys " + event.now();
    }

    @Override
    public String stopped(Stopped event) {
        return "stops: " + event.stop().reason().code();
    }

    @Override
    public String flushFailed(FlushFailed event) {
        return "fails: " + event.failure();
    }

    @Override
    public String flushEnded(FlushEnded event) {
        return "ends with " + event.report().rows() + " sent, "
                + event.report().pending().rows() + " pending";
    }
}
