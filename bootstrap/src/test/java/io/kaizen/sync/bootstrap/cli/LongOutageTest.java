package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.bootstrap.logging.FlushLog;
import io.kaizen.sync.bootstrap.logging.FlushLog.Audience;
import io.kaizen.sync.bootstrap.logging.Logging;
import io.kaizen.sync.bootstrap.logging.Verbosity;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.RetryingGateway;
import io.kaizen.sync.testkit.ScriptedGateway;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop, the flush and their logs through a day without a server, on a clock that only waiting moves. */
class LongOutageTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int ROWS = 7;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Time time = new Time();
    private static final RetryPolicy RETRIES = new RetryPolicy(
            new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5));

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long nextKey;

    @AfterEach
    void giveTheLogBack() {
        Logging.start(new StatusLine(System.err), Verbosity.NORMAL);
        threads.shutdownNow();
    }

    @Test
    void f134_f136_aDayWithoutAServerIsAFewLinesAndTheRowsGoSoonAfterIt() {
        runThrough(Duration.ofHours(24), new Unreachable("connection refused", false));

        assertThat(lines()).hasSizeBetween(24, 30);
        assertThat(lines().get(0)).contains("no answer from the server (connection refused); sending again in ");
        assertThat(lines()).anyMatch(line -> line.contains("still, for 12 h: ") && line.contains("rows pending: 7"));
        assertThat(lines())
                .filteredOn(line -> line.contains("the server takes rows again"))
                .hasSize(1);
        assertThat(lines())
                .filteredOn(line -> line.contains("all is well again"))
                .hasSize(1);
    }

    @Test
    void f134_f136_theSameWhereEachAttemptMayHaveArrived() {
        runThrough(Duration.ofHours(24), new ServerError(502, "upstream 10.0.0.7 is gone"));

        assertThat(lines()).hasSizeLessThan(60);
    }

    /** Runs the loop until everything is sent, which must be soon after the outage. */
    private void runThrough(Duration outage, IngestOutcome weather) {
        Logging.start(new StatusLine(new PrintStream(log, true, UTF_8)), Verbosity.NORMAL);
        outbox.queue()
                .append(
                        BatchKind.EVENTS,
                        new OwnerId("o"),
                        Stream.generate(() -> "{}".getBytes(UTF_8)).limit(ROWS).iterator());
        Instant end = START.plus(outage);
        gateway.whileOnTheWire(() -> {
            if (time.now.isBefore(end)) {
                gateway.answer(weather);
            }
        });
        FlushOutbox flush = service();

        new FlushLoop(new UntilEmpty(flush), time, new LoopLog(time)).run();

        assertThat(outbox.admin().status().total().sent()).isEqualTo(ROWS);
        assertThat(Duration.between(end, time.now)).isLessThan(Duration.ofMinutes(16));
    }

    private List<String> lines() {
        return log.toString(UTF_8).lines().toList();
    }

    private FlushOutbox service() {
        return new FlushOutboxService(
                new FlushSettings(
                        new BatchLimits(3, 1_000_000),
                        new BatchEnvelope("team", "blake3:x", Optional.empty()),
                        new Destination("http://ingest", "team"),
                        RETRIES,
                        new CommitPolicy(true),
                        OnPoison.DEAD_LETTER,
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(30),
                        false),
                new FlushOutboxService.Ports(
                        outbox.newStore(),
                        new RetryingGateway(gateway, RETRIES, time, new SplittableRandom(2)),
                        (spec, row) -> new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload())),
                        () -> new IdempotencyKey(new UUID(0, ++nextKey)),
                        List.of(),
                        threads,
                        time,
                        time,
                        new SplittableRandom(1),
                        new FlushLog(Audience.NOBODY, time)));
    }

    /** Asks for a stop once nothing is pending. */
    private final class UntilEmpty implements FlushLoop.Target {

        private final FlushOutbox flush;

        UntilEmpty(FlushOutbox flush) {
            this.flush = flush;
        }

        @Override
        public Optional<FlushReport> flush() {
            FlushReport report = flush.flush();
            time.stopRequested = report.pending().rows() == 0;
            return Optional.of(report);
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public boolean refresh() {
            return false;
        }
    }

    private static final class Time implements InstantSource, Sleeper {

        private Instant now = START;
        private boolean stopRequested;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public boolean sleep(Duration duration) {
            now = now.plus(duration);
            return !stopRequested;
        }

        @Override
        public boolean isStopRequested() {
            return stopRequested;
        }
    }
}
