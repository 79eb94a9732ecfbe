package io.kaizen.sync.testkit.flush;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.RetryingGateway;
import io.kaizen.sync.testkit.ScriptedGateway;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The flush use case on an in-memory outbox, with a gateway that answers as told and an exporter that remembers. */
abstract class FlushFixture {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final BatchEnvelope ENVELOPE = new BatchEnvelope("team", "blake3:x", Optional.empty());
    static final Destination DESTINATION = new Destination("http://ingest", "team");
    static final IngestOutcome ANSWER_LOST = new Unreachable("timeout", true);

    final Time time = new Time();
    final InMemoryOutbox outbox = new InMemoryOutbox(time);
    final ScriptedGateway gateway = new ScriptedGateway();
    final ExecutorService threads = Executors.newCachedThreadPool(this::newThread);
    /** What exporters' threads died of. */
    final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

    final Recorder exporter = new Recorder();
    final Witness witness = new Witness();
    final List<String> warnings = witness.warnings;
    final List<FanOutResult.Failure> exporterFailures = witness.exporterFailures;
    Runnable onCommit = () -> {};
    /** Runs what a flush does while a batch is on the wire: unless a test wants it otherwise, at once. */
    Executor meanwhile = Runnable::run;

    OutboxStore store = outbox.newStore();
    FlushOutboxService service = service(settings(true, DESTINATION, false));
    private long nextKey;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((dying, thrown) -> uncaught.add(thrown));
        return thread;
    }

    FlushOutboxService newProcess(FlushSettings settings) {
        return newProcess(settings, List.of(exporter));
    }

    FlushOutboxService newProcess(FlushSettings settings, List<Exporter> exporters) {
        outbox.kill(store);
        store = outbox.newStore();
        service = service(settings, exporters);
        return service;
    }

    FlushOutboxService otherProcess() {
        return service(outbox.newStore(), settings(true, DESTINATION, false), List.of());
    }

    FlushOutboxService service(FlushSettings settings) {
        return service(settings, List.of(exporter));
    }

    FlushOutboxService service(FlushSettings settings, List<Exporter> exporters) {
        witness.onCommit = () -> onCommit.run();
        return service(store, settings, exporters);
    }

    private FlushOutboxService service(OutboxStore ofProcess, FlushSettings settings, List<Exporter> exporters) {
        IngestGateway retrying = new RetryingGateway(gateway, settings.retries(), time, new SplittableRandom(2));
        return service(ofProcess, retrying, settings, exporters);
    }

    FlushOutboxService service(
            OutboxStore ofProcess, IngestGateway ingest, FlushSettings settings, List<Exporter> exporters) {
        RowEncoder encoder = (spec, row) -> new String(row.payload(), UTF_8).equals("bad")
                ? new RowEncoder.Malformed("it says so")
                : new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload()));
        return new FlushOutboxService(
                settings,
                new FlushOutboxService.Ports(
                        ofProcess,
                        ingest,
                        encoder,
                        () -> new IdempotencyKey(new UUID(0, ++nextKey)),
                        exporters,
                        threads,
                        time,
                        time,
                        new SplittableRandom(1),
                        witness,
                        meanwhile));
    }

    static FlushSettings settings(boolean failOpen, Destination destination, boolean redirectParked) {
        return settings(failOpen, destination, redirectParked, ENVELOPE);
    }

    static FlushSettings settings(
            boolean failOpen, Destination destination, boolean redirectParked, BatchEnvelope envelope) {
        return settings(failOpen, destination, redirectParked, envelope, OnPoison.DEAD_LETTER, 3);
    }

    static FlushSettings settings(OnPoison onPoison, int maxRows) {
        return settings(true, DESTINATION, false, ENVELOPE, onPoison, maxRows);
    }

    private static FlushSettings settings(
            boolean failOpen,
            Destination destination,
            boolean redirectParked,
            BatchEnvelope envelope,
            OnPoison onPoison,
            int maxRows) {
        return new FlushSettings(
                new BatchLimits(maxRows, 1_000_000),
                envelope,
                destination,
                new RetryPolicy(
                        new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5)),
                new CommitPolicy(failOpen),
                onPoison,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                redirectParked);
    }

    void enqueue(BatchKind kind, int rows) {
        outbox.queue().append(kind, owner(), payloads(rows));
    }

    static OwnerId owner() {
        return new OwnerId("session");
    }

    static Iterator<byte[]> payloads(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{}".getBytes(UTF_8)).iterator();
    }

    List<DeadLetter> deadLetters() {
        return outbox.admin().deadLetters().list(RowId.BEFORE_ALL, 1_000);
    }

    OutboxStatus status() {
        return outbox.admin().status();
    }

    /** What {@code report} says of the outbox alone. */
    static FlushReport ofOutbox(FlushReport report) {
        return new FlushReport(
                report.batches(), report.rows(), report.deadLettered(), report.pending(), report.stops(), List.of());
    }

    static List<IdempotencyKey> keysOf(List<Post> posts) {
        return posts.stream().map(Post::key).distinct().toList();
    }

    /** A clock that only sleeping moves, and the wish to stop. */
    static final class Time implements InstantSource, Sleeper {

        final List<Duration> slept = new ArrayList<>();
        Instant now = START;
        boolean stopsInSleep;
        boolean stopRequested;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public boolean sleep(Duration duration) {
            stopRequested |= stopsInSleep;
            if (stopRequested) {
                return false;
            }
            slept.add(duration);
            now = now.plus(duration);
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return stopRequested;
        }
    }

    /** Remembers what it was given, and can be broken. */
    static final class Recorder implements Exporter {

        final List<Long> rows = new ArrayList<>();
        private final String name;
        boolean isBroken;

        @Nullable
        OutOfMemoryError exhausted;

        Recorder() {
            this("recorder");
        }

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void export(Batch batch) {
            if (exhausted != null) {
                throw exhausted;
            }
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            batch.rowIds().stream().map(RowId::value).forEach(rows::add);
        }
    }
}
