package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.chunk.Chunks;
import io.kaizen.sync.adapter.telemetry.http.Deadline;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.adapter.telemetry.http.ExporterRequest;
import io.kaizen.sync.adapter.telemetry.http.RetryOn;
import io.kaizen.sync.adapter.telemetry.otlp.OtlpSettings.Signal;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches as OTLP over HTTP, in protobuf and gzip: tool spans as spans, events, repo snapshots and workspace facts as log
 * records (ADR 17). Other kinds are nothing to OTLP, and are taken without a request; so are those of a signal without a URL.
 *
 * <p>A batch that is too long for one request takes several; all are tried, and what was taken is not sent again. Items that the
 * receiver took and then threw away ({@code partial_success}) are counted and logged, and not sent again either, as the OTLP
 * specification demands. For one batch at a time, except {@link #close} and the counters.
 */
public final class OtlpExporter implements Exporter {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);
    private static final String PROTOBUF = "application/x-protobuf";

    private final String name;
    private final OtlpSettings settings;
    private final ExporterHttp http;
    private final InstantSource clock;
    private final Consumer<String> warnings;

    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong partialAnswers = new AtomicLong();
    private final AtomicLong shortened = new AtomicLong();

    /**
     * @param name unique among the exporters of a flush
     * @param http the way there, for this exporter alone; {@link #close} closes it
     * @param clock tells when rows are sent, which is the time of those that have none
     */
    public OtlpExporter(String name, OtlpSettings settings, ExporterHttp http, InstantSource clock) {
        this(name, settings, http, clock, LOG::warn);
    }

    OtlpExporter(
            String name, OtlpSettings settings, ExporterHttp http, InstantSource clock, Consumer<String> warnings) {
        this.name = Objects.requireNonNull(name, "name");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.http = Objects.requireNonNull(http, "http");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.warnings = Objects.requireNonNull(warnings, "warnings");
    }

    @Override
    public String name() {
        return name;
    }

    /** How many items the receiver took and threw away, by its own word, since this exporter was made. */
    public long rejected() {
        return rejected.get();
    }

    /** How many answers reported a {@code partial_success}, mere warnings included. */
    public long partialAnswers() {
        return partialAnswers.get();
    }

    /** How many items went without the part that made them too long for any request. */
    public long shortened() {
        return shortened.get();
    }

    /**
     * Sends an item per row.
     *
     * @throws ExportException if the receiver did not take all rows, or the thread was interrupted; it names those that were taken
     * @throws IOException if a row is not a JSON object; nothing was sent then
     */
    @Override
    public void export(Batch batch) throws ExportException, IOException {
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        if (batch.kind().equals(BatchKind.TOOL_SPANS)) {
            send(batch, settings.traces(), Optional.of(new Spans(now)));
        } else {
            send(batch, settings.logs(), LogRecords.of(batch, now));
        }
    }

    private void send(Batch batch, Optional<Signal> signal, Optional<ItemMapper> mapper)
            throws ExportException, IOException {
        if (signal.isEmpty() || mapper.isEmpty()) {
            return;
        }
        List<OtlpRequest> requests = OtlpRequests.of(batch, mapper.get(), settings.version());
        Chunks.send(requests, http.begin(), (request, deadline) -> post(request, signal.get(), deadline));
    }

    private void post(OtlpRequest request, Signal signal, Deadline deadline) throws ExporterHttpException {
        Answered answer = http.post(
                new ExporterRequest(
                        new Request(signal.uri(), PROTOBUF, signal.headers(), request.body(), true),
                        RetryOn.OTLP,
                        signal.credentials()),
                deadline);
        noteShortened(request);
        PartialSuccess.read(answer.body()).ifPresent(partial -> notePartial(partial, request, signal));
    }

    private void noteShortened(OtlpRequest request) {
        int count = request.shortened().size();
        if (count > 0) {
            shortened.addAndGet(count);
            warnings.accept(name + ": " + count + " of " + request.size() + " items, longer than "
                    + OtlpRequests.MAX_BODY_BYTES + " bytes, went without their longest part; the first is of row "
                    + request.shortened().get(0));
        }
    }

    private void notePartial(PartialSuccess partial, OtlpRequest request, Signal signal) {
        partialAnswers.incrementAndGet();
        rejected.addAndGet(partial.rejected());
        String words = partial.message().isEmpty() ? "without a word" : "saying: " + signal.tame(partial.message());
        warnings.accept(name + ": " + signal.uri().getHost() + " took a request of " + request.size()
                + " items and rejected " + partial.rejected() + " of them, " + words + " (they are not sent again)");
    }

    /** Closes the way there; what is on it is broken off. */
    @Override
    public void close() {
        http.close();
    }
}
