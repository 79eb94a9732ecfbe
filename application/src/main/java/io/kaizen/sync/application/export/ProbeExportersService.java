package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Sends the made-up rows through the very fan-out that a flush uses. An exporter that has failed with one gets no further ones. */
public final class ProbeExportersService implements ProbeExporters {

    private final List<WatchedExporter> exporters;
    private final ExecutorService threads;
    private final Duration timeout;
    private final InstantSource clock;
    private final ProbeRows rows;

    /**
     * Makes the service.
     *
     * @param threads on which the exporters run; closed by the caller
     * @param timeout for all of them together, for each of the rows
     * @param envelope of the made-up rows; its workspace hash is the session's too
     */
    public ProbeExportersService(
            List<Exporter> exporters,
            ExecutorService threads,
            Duration timeout,
            InstantSource clock,
            RowEncoder encoder,
            BatchEnvelope envelope) {
        this.exporters = exporters.stream().map(WatchedExporter::new).toList();
        this.threads = Objects.requireNonNull(threads, "threads");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.rows = new ProbeRows(encoder, envelope);
    }

    @Override
    public List<String> exporters() {
        return exporters.stream().map(WatchedExporter::name).toList();
    }

    @Override
    public List<Probe> probe(Set<String> names) {
        List<WatchedExporter> wanted = exporters.stream()
                .filter(exporter -> names.contains(exporter.name()))
                .toList();
        Map<String, ExportFailure> failures = new HashMap<>();
        for (Batch batch : rows.batches(clock.instant())) {
            List<WatchedExporter> sound = wanted.stream()
                    .filter(exporter -> !failures.containsKey(exporter.name()))
                    .toList();
            FanOut fanOut = new FanOut(List.copyOf(sound), threads, timeout, clock);
            FanOutResult result = fanOut.start(batch, new ExporterLedger()).await();
            sound.forEach(exporter ->
                    failureOf(exporter, batch, result).ifPresent(failure -> failures.put(exporter.name(), failure)));
        }
        return wanted.stream()
                .map(exporter -> new Probe(exporter.name(), Optional.ofNullable(failures.get(exporter.name()))))
                .toList();
    }

    private static Optional<ExportFailure> failureOf(WatchedExporter exporter, Batch batch, FanOutResult result) {
        return result.failures().stream()
                .filter(failure -> failure.exporter().equals(exporter.name()))
                .findFirst()
                .map(exporter::explain)
                .map(failure -> batch.kind().equals(BatchKind.EVENTS) ? failure : behindTheEvent(failure));
    }

    /** Without this it would look as if nothing went through, and the wrong setting would be searched for. */
    private static ExportFailure behindTheEvent(ExportFailure failure) {
        return new ExportFailure("it took the event, but not the tool span: " + failure.reason(), failure.thrown());
    }
}
