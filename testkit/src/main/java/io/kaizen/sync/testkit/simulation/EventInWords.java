package io.kaizen.sync.testkit.simulation;

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
import java.util.Optional;

/** The words of a trace for an event; none for an event that a trace leaves out. */
final class EventInWords implements FlushEvent.Cases<Optional<String>> {

    @Override
    public Optional<String> flushStarted(FlushStarted event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> batchClaimed(BatchClaimed event) {
        return Optional.of((event.resumed() ? "resumed " : "claimed ")
                + event.batch().kind() + " " + event.batch().rowIds());
    }

    @Override
    public Optional<String> attemptEnded(AttemptEnded event) {
        return Optional.of(event.batch().rowIds() + " " + event.outcome());
    }

    @Override
    public Optional<String> waitStarted(WaitStarted event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> batchSplit(BatchSplit event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> rowQuarantined(RowQuarantined event) {
        return Optional.of("set aside " + event.refusal());
    }

    @Override
    public Optional<String> rowsDeadLettered(RowsDeadLettered event) {
        return Optional.of("dead " + event.refusals());
    }

    @Override
    public Optional<String> exporterFailed(ExporterFailed event) {
        return Optional.of("failed " + event.failure());
    }

    @Override
    public Optional<String> batchCommitted(BatchCommitted event) {
        return Optional.of("committed " + event.batch().rowIds() + " " + event.sent() + " " + event.gone());
    }

    @Override
    public Optional<String> warnedOfKind(WarnedOfKind event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> warnedOfStorage(WarnedOfStorage event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> warnedOfConfig(WarnedOfConfig event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> overridesChanged(OverridesChanged event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> stopped(Stopped event) {
        return Optional.of("stopped " + event.stop());
    }

    @Override
    public Optional<String> flushFailed(FlushFailed event) {
        return Optional.empty();
    }

    @Override
    public Optional<String> flushEnded(FlushEnded event) {
        return Optional.of("ended " + event.report());
    }
}
