package io.kaizen.sync.application.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.application.port.out.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Sends the made-up event through the very fan-out that a flush uses. */
public final class ProbeExportersService implements ProbeExporters {

    private final List<WatchedExporter> exporters;
    private final ExecutorService threads;
    private final Duration timeout;
    private final InstantSource clock;
    private final RowEncoder encoder;
    private final BatchEnvelope envelope;

    /**
     * Makes the service.
     *
     * @param threads on which the exporters run; closed by the caller
     * @param timeout for all of them together
     * @param envelope of the made-up event; its workspace hash is the session's too
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
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.envelope = Objects.requireNonNull(envelope, "envelope");
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
        FanOut fanOut = new FanOut(List.copyOf(wanted), threads, timeout, clock);
        FanOutResult result = fanOut.start(madeUp(), new ExporterLedger()).await();
        return wanted.stream()
                .map(exporter -> new Probe(exporter.name(), failureOf(exporter, result)))
                .toList();
    }

    private static Optional<ExportFailure> failureOf(WatchedExporter exporter, FanOutResult result) {
        return result.failures().stream()
                .filter(failure -> failure.exporter().equals(exporter.name()))
                .findFirst()
                .map(exporter::explain);
    }

    private Batch madeUp() {
        KindSpec spec = Kinds.find(BatchKind.EVENTS).orElseThrow();
        byte[] json = event(clock.instant().toEpochMilli()).getBytes(UTF_8);
        OutboxRow row = new OutboxRow(new RowId(1), new OwnerId("kaizen-sync"), BatchKind.EVENTS, json);
        return new Batch(spec, envelope, List.of(encoded(spec, row)));
    }

    /** Says of itself what it is; the time is its number too, so that no destination takes a second one for a repetition. */
    private String event(long nowMillis) {
        return """
                {"session_id_hash": "%s", "event_seq": %d, "ts_ms": %d, "agent": "kaizen-sync", "model": "none",
                "kind": "lifecycle", "source": "hook", "tool": "telemetry test", "tokens_in": 0, "tokens_out": 0,
                "payload": {"text": "made up by 'kaizen-sync telemetry test'"}}
                """.formatted(envelope.workspaceHash(), nowMillis, nowMillis);
    }

    private EncodedRow encoded(KindSpec spec, OutboxRow row) {
        if (encoder.encode(spec, row) instanceof Encoded encoded) {
            return encoded.row();
        }
        throw new IllegalStateException("the made-up event is not one that can be sent");
    }
}
