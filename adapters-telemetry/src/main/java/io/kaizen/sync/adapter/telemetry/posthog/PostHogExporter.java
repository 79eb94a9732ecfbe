package io.kaizen.sync.adapter.telemetry.posthog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.adapter.telemetry.chunk.BodyForm;
import io.kaizen.sync.adapter.telemetry.chunk.Chunk;
import io.kaizen.sync.adapter.telemetry.chunk.Chunks;
import io.kaizen.sync.adapter.telemetry.http.AnswerFields;
import io.kaizen.sync.adapter.telemetry.http.Deadline;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.adapter.telemetry.http.ExporterRequest;
import io.kaizen.sync.adapter.telemetry.http.RetryOn;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each row as an event to PostHog, under a UUID by which PostHog recognises one that comes again. A
 * row that PostHog cannot take for its length is left out and counted, so that it holds up no other. For one batch at a time, except
 * {@link #close} and the counters.
 */
public final class PostHogExporter implements Exporter {

    /** 20 MB ("Capture" in PostHog's API reference, read in November 2026), less 64 KiB for what is counted that we do not see. */
    static final int MAX_BODY_BYTES = 20_000_000 - 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PostHogExporter.class);
    private static final int CONTENT_TOO_LARGE = 413;

    /** A shorter event is not what a 413 is about: then it is a proxy's limit, or a wrong host, and the row is not given up. */
    private static final int LEAST_BYTES_TOO_LONG = PostHogEvents.MAX_EVENT_BYTES / 2;

    private final String name;
    private final URI url;
    private final Secret projectApiKey;
    private final ExporterHttp http;
    private final BodyForm form;
    private final Consumer<String> warnings;
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * @param name unique among the exporters of a flush
     * @param http the way there, for this exporter alone; {@link #close} closes it
     */
    public PostHogExporter(String name, PostHogSettings settings, ExporterHttp http) {
        this(name, settings, http, LOG::warn);
    }

    PostHogExporter(String name, PostHogSettings settings, ExporterHttp http, Consumer<String> warnings) {
        this.warnings = Objects.requireNonNull(warnings, "warnings");
        this.name = Objects.requireNonNull(name, "name");
        this.url = settings.batchUrl();
        this.projectApiKey = settings.projectApiKey();
        this.http = Objects.requireNonNull(http, "http");
        this.form = formOf(projectApiKey);
    }

    /** The body around the events: written empty, and opened between the brackets. */
    private static BodyForm formOf(Secret projectApiKey) {
        byte[] empty = ItemJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("api_key", projectApiKey.reveal());
            json.writeArrayFieldStart("batch");
            json.writeEndArray();
            json.writeEndObject();
        });
        byte[] tail = "]}".getBytes(UTF_8);
        byte[] head = Arrays.copyOf(empty, empty.length - tail.length);
        return new BodyForm(head, tail, Integer.MAX_VALUE, MAX_BODY_BYTES);
    }

    @Override
    public String name() {
        return name;
    }

    /** How many rows were left out since this exporter was made, because they were too long for PostHog. */
    public long leftOut() {
        return leftOut.get();
    }

    /** How many events PostHog took and threw away, by its own word, since this exporter was made. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Sends an event per row. Kinds without canonical items are nothing to PostHog, and are taken without a request.
     *
     * @throws ExportException if PostHog did not take all of the rows; it names those that it took
     */
    @Override
    public void export(Batch batch) throws ExportException {
        Deadline deadline = http.begin();
        PostHogEvents made = PostHogEvents.of(batch);
        Chunks.send(Chunk.pack(made.events(), form), deadline, this::post);
        // Where this is not reached, all of them come again: they count once.
        leaveOut(made.tooLong());
    }

    /** PostHog measures an event in a form of its own, so it may find too long what we do not. */
    private void post(Chunk chunk, Deadline deadline) throws ExporterHttpException {
        try {
            Answered answer = http.post(
                    new ExporterRequest(
                            new Request(url, "application/json", Map.of(), chunk.body(), false),
                            RetryOn.SERVER_ERRORS,
                            Set.of(projectApiKey)),
                    deadline);
            complaintIn(answer.body()).ifPresent(complaint -> noteDropped(chunk, complaint));
        } catch (ExporterHttpException refused) {
            boolean isTooLong = refused.statusCode() == CONTENT_TOO_LARGE
                    && chunk.size() == 1
                    && chunk.body().length >= LEAST_BYTES_TOO_LONG;
            if (!isTooLong) {
                throw refused;
            }
            leaveOut(chunk.rowIds());
        }
    }

    /** PostHog takes a request with 200 and throws its events away where the project has used up its quota. */
    private static Optional<String> complaintIn(byte[] body) {
        if (AnswerFields.isPage(body)) {
            return Optional.of("a web page; check the host");
        }
        Map<String, String> fields = AnswerFields.in(body).orElse(Map.of());
        if (!fields.getOrDefault("quota_limited", "false").equals("false")) {
            return Optional.of("quota_limited: " + fields.get("quota_limited"));
        }
        return fields.getOrDefault("status", "").equals("0") ? Optional.of("status 0") : Optional.empty();
    }

    private void noteDropped(Chunk chunk, String complaint) {
        dropped.addAndGet(chunk.size());
        warnings.accept(name + ": PostHog took a request of " + chunk.size() + " events and threw them away, saying: "
                + ServerWords.tame(complaint, projectApiKey) + " (they are not sent again)");
    }

    private void leaveOut(List<RowId> rows) {
        if (!rows.isEmpty()) {
            leftOut.addAndGet(rows.size());
            LOG.warn(
                    "{}: {} too long for PostHog left out; the first is row {}",
                    name,
                    rows.size() == 1 ? "an event" : rows.size() + " events",
                    rows.get(0));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
