package io.kaizen.sync.adapter.telemetry.datadog;

import io.kaizen.sync.adapter.telemetry.chunk.Chunk;
import io.kaizen.sync.adapter.telemetry.chunk.Chunks;
import io.kaizen.sync.adapter.telemetry.http.AnswerFields;
import io.kaizen.sync.adapter.telemetry.http.Deadline;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.adapter.telemetry.http.ExporterRequest;
import io.kaizen.sync.adapter.telemetry.http.RetryOn;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.row.RowId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each row as a log to Datadog. A batch takes as many requests as Datadog's limits ask for; all are
 * tried, and what was taken is not sent again. For one batch at a time, except {@link #close} and the counters.
 */
public final class DatadogExporter implements Exporter {

    private static final Logger LOG = LoggerFactory.getLogger(DatadogExporter.class);

    private final String name;
    private final DatadogSettings settings;
    private final ExporterHttp http;
    private final InstantSource clock;
    private final AtomicLong shortened = new AtomicLong();
    private final AtomicLong outdated = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Consumer<String> warnings;

    /**
     * @param name unique among the exporters of a flush
     * @param http the way there, for this exporter alone; {@link #close} closes it
     * @param clock tells the time of items that have none
     */
    public DatadogExporter(String name, DatadogSettings settings, ExporterHttp http, InstantSource clock) {
        this(name, settings, http, clock, LOG::warn);
    }

    DatadogExporter(
            String name, DatadogSettings settings, ExporterHttp http, InstantSource clock, Consumer<String> warnings) {
        this.warnings = Objects.requireNonNull(warnings, "warnings");
        this.name = Objects.requireNonNull(name, "name");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.http = Objects.requireNonNull(http, "http");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String name() {
        return name;
    }

    /** How many logs were taken without their item since this exporter was made, because they were too long for Datadog. */
    public long shortened() {
        return shortened.get();
    }

    /** How many logs were taken since this exporter was made that are older than the 18 hours for which Datadog answers. */
    public long outdated() {
        return outdated.get();
    }

    /** How many logs were in requests that Datadog took and reported errors of, since this exporter was made. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Sends a log per row. Kinds without canonical items are nothing to Datadog, and are taken without a request.
     *
     * @throws ExportException if Datadog did not take all of the rows; it names those that it took
     */
    @Override
    public void export(Batch batch) throws ExportException {
        Deadline deadline = http.begin();
        DatadogLogs logs = DatadogLogs.of(batch, settings.hostname(), clock.instant());
        Chunks.send(logs.chunks(), deadline, (chunk, itsDeadline) -> {
            post(chunk, itsDeadline);
            count(chunk, logs);
        });
    }

    private void post(Chunk chunk, Deadline deadline) throws ExporterHttpException {
        Answered answer = http.post(
                new ExporterRequest(
                        new Request(
                                settings.logsUrl(),
                                "application/json",
                                Map.of("DD-API-KEY", settings.apiKey()),
                                chunk.body(),
                                true),
                        RetryOn.SERVER_ERRORS,
                        Set.of()),
                deadline);
        complaintIn(answer.body()).ifPresent(complaint -> noteDropped(chunk, complaint));
    }

    private static Optional<String> complaintIn(byte[] body) {
        if (AnswerFields.isPage(body)) {
            return Optional.of("a web page; check the site");
        }
        String errors = AnswerFields.in(body).orElse(Map.of()).entrySet().stream()
                .filter(field ->
                        field.getKey().equals("errors") || field.getKey().startsWith("errors."))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        return errors.isEmpty() ? Optional.empty() : Optional.of(errors);
    }

    private void noteDropped(Chunk chunk, String complaint) {
        dropped.addAndGet(chunk.size());
        warnings.accept(name + ": Datadog took a request of " + chunk.size() + " logs and reports errors, saying: "
                + ServerWords.tame(complaint, settings.apiKey()) + " (they are not sent again)");
    }

    private void count(Chunk taken, DatadogLogs logs) {
        List<RowId> cut = taken.rowIds().stream().filter(logs.cut()::contains).toList();
        if (!cut.isEmpty()) {
            shortened.addAndGet(cut.size());
            LOG.warn(
                    "{}: too long for Datadog, sent without the item: {} of {} logs; the first is of row {}",
                    name,
                    cut.size(),
                    taken.size(),
                    cut.get(0));
        }
        List<RowId> old = taken.rowIds().stream().filter(logs.old()::contains).toList();
        // Said once: where a backlog is sent, all of it may be old.
        if (!old.isEmpty() && outdated.getAndAdd(old.size()) == 0) {
            LOG.warn(
                    "{}: sends logs that are more than {} h old, which Datadog may not show; the first is of row {}",
                    name,
                    DatadogLogs.MAX_AGE.toHours(),
                    old.get(0));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
