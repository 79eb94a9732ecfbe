package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.application.port.out.OutboxStatus;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.service.FlushOutboxService;
import io.kaizen.sync.application.service.FlushSettings;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The flush use case on the in-memory outbox, with a gateway that answers as told. */
class FlushOutboxServiceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Destination DESTINATION = new Destination("http://ingest", "team");
    private static final IngestOutcome ANSWER_LOST = new Unreachable("timeout", true);

    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final Time time = new Time();
    private final ScriptedGateway gateway = new ScriptedGateway(time);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Recorder exporter = new Recorder();
    private final List<String> warnings = new ArrayList<>();
    private OutboxStore store = outbox.newStore();
    private FlushOutboxService service = service(settings(true, DESTINATION, false));
    private long nextKey;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Nested
    class Order {

        @Test
        void twoAlternatingKindsTravelApart() {
            for (int i = 0; i < 8; i++) {
                enqueue(i % 2 == 0 ? BatchKind.EVENTS : BatchKind.TOOL_SPANS, 1);
            }

            FlushReport report = service.flush();

            assertThat(gateway.posts())
                    .extracting(Post::rows)
                    .containsExactly(List.of(1L, 3L, 5L), List.of(2L, 4L, 6L), List.of(7L), List.of(8L));
            assertThat(report).isEqualTo(new FlushReport(4, 8, 0, 0, List.of()));
        }

        @Test
        void whatComesInDuringAFlushWaitsForTheNext() {
            enqueue(BatchKind.EVENTS, 2);
            gateway.whileOnTheWire(() -> enqueue(BatchKind.EVENTS, 1));

            FlushReport report = service.flush();

            assertThat(report.rows()).isEqualTo(2);
            assertThat(report.pending()).isEqualTo(1);
            assertThat(report.stops()).isEmpty();
        }

        @Test
        void feedbackCountsAsAcceptedWithoutAPost() {
            enqueue(BatchKind.SESSION_FEEDBACK, 2);

            FlushReport report = service.flush();

            assertThat(gateway.posts()).isEmpty();
            assertThat(report).isEqualTo(new FlushReport(1, 2, 0, 0, List.of()));
            assertThat(exporter.rows).containsExactly(1L, 2L);
        }
    }

    @Nested
    class Answers {

        @Test
        void aSplitSendsTheLeftHalfThenTheRightUnderNewKeys() {
            enqueue(BatchKind.EVENTS, 3);
            gateway.answer(new TooLarge(""));

            FlushReport report = service.flush();

            assertThat(gateway.posts())
                    .extracting(Post::rows)
                    .containsExactly(List.of(1L, 2L, 3L), List.of(1L), List.of(2L, 3L));
            assertThat(gateway.posts()).extracting(Post::key).doesNotHaveDuplicates();
            assertThat(report.batches()).isEqualTo(2);
        }

        @Test
        void aDefiniteFailureIsRetriedUnderANewKey() {
            enqueue(BatchKind.EVENTS, 1);
            gateway.answer(new ServerError(503, ""), new Unreachable("refused", false));

            service.flush();

            assertThat(gateway.posts()).hasSize(3).extracting(Post::key).doesNotHaveDuplicates();
        }

        @Test
        void anAmbiguousFailureKeepsItsKeyUntilTheBatchesFateIsKnown() {
            enqueue(BatchKind.EVENTS, 4);
            gateway.answer(
                    ANSWER_LOST,
                    new ServerError(503, ""),
                    new RateLimited(Optional.empty(), ""),
                    new Conflict(Conflict.Meaning.STORED_BEFORE, ""));

            FlushReport report = service.flush();

            assertThat(keysOf(gateway.posts().subList(0, 4))).hasSize(1);
            assertThat(report.rows()).isEqualTo(4);
        }

        @Test
        void theThirteenthFailureEndsTheFlush() {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            enqueue(BatchKind.SESSION_FEEDBACK, 1);
            IntStream.range(0, 13).forEach(i -> gateway.answer(new ServerError(500, "")));

            FlushReport report = service.flush();

            assertThat(gateway.posts()).hasSize(13);
            assertThat(report.stops())
                    .extracting(Stop::message)
                    .containsExactly("HTTP server error 500 (exhausted retries)");
            assertThat(report.rows()).as("feedback needs no server").isEqualTo(1);
            assertThat(status().consecutiveFailures()).isEqualTo(1);
            assertThat(status().lastError()).contains("HTTP server error 500 (exhausted retries)");
            assertThat(status().total().claimed())
                    .as("the last answer was definite")
                    .isZero();
        }

        @Test
        void waitsAsLongAsThe429SaysAndItDoesNotCountAsARetry() {
            enqueue(BatchKind.EVENTS, 1);
            IntStream.range(0, 20)
                    .forEach(i -> gateway.answer(new RateLimited(Optional.of(Duration.ofSeconds(7)), "")));

            FlushReport report = service.flush();

            assertThat(report.rows()).isEqualTo(1);
            assertThat(time.slept).hasSize(20).containsOnly(Duration.ofSeconds(7));
        }

        @Test
        void a429ThatAsksForTooLongEndsTheFlushAndHoldsTheNextOneBack() {
            enqueue(BatchKind.EVENTS, 1);
            gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(6)), ""));

            FlushReport first = service.flush();
            FlushReport second = service.flush();
            time.now = time.now.plus(Duration.ofMinutes(6));
            FlushReport third = service.flush();

            assertThat(first.stops())
                    .extracting(Stop::message)
                    .containsExactly("rate limited until 2026-01-01T00:06:00Z");
            assertThat(second.stops()).extracting(Stop::reason).containsExactly(StopReason.RATE_LIMITED);
            assertThat(third.rows()).isEqualTo(1);
            assertThat(gateway.posts()).hasSize(2);
        }

        @Test
        void waitingFor429sIsBoundedInAll() {
            enqueue(BatchKind.EVENTS, 1);
            IntStream.range(0, 10)
                    .forEach(i -> gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(2)), "")));

            FlushReport report = service.flush();

            assertThat(time.slept).containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(2));
            assertThat(report.gravest()).map(Stop::reason).contains(StopReason.RATE_LIMITED);
        }

        @Test
        void aDestinationAtFaultStopsEverythingThatNeedsIt() {
            for (IngestOutcome outcome : List.of(
                    new Unauthorized(""), new ClientError(403, ""), new Redirected(302, Optional.of("http://x")))) {
                outbox.queue().append(BatchKind.EVENTS, owner(), payloads(1));
                outbox.queue().append(BatchKind.TOOL_SPANS, owner(), payloads(1));
                int before = gateway.posts().size();
                gateway.answer(outcome);

                FlushReport report = service.flush();

                assertThat(gateway.posts()).hasSize(before + 1);
                assertThat(report.stops()).hasSize(1);
                assertThat(report.rows()).isZero();
            }
        }

        @Test
        void aRefusedBatchStopsItsKindOnly() {
            for (IngestOutcome outcome :
                    List.of(new ClientError(400, ""), new ClientError(422, ""), new ClientError(404, ""))) {
                outbox.queue().append(BatchKind.EVENTS, owner(), payloads(1));
                outbox.queue().append(BatchKind.TOOL_SPANS, owner(), payloads(1));
                gateway.answer(outcome);

                FlushReport report = service.flush();

                assertThat(report.stops()).extracting(Stop::kind).containsExactly(Optional.of(BatchKind.EVENTS));
                assertThat(report.rows()).isEqualTo(1);
            }
        }

        @Test
        void oneRowThatIsTooLargeStopsItsKind() {
            enqueue(BatchKind.EVENTS, 2);
            gateway.answer(new TooLarge(""), new TooLarge(""));

            FlushReport report = service.flush();

            assertThat(report.stops())
                    .extracting(Stop::message)
                    .containsExactly("413: single event too large for server");
            assertThat(status().total().claimed())
                    .as("the right half was never sent")
                    .isZero();
        }

        @Test
        void aServerThatCountsTooFewIsReportedAndBelieved() {
            enqueue(BatchKind.EVENTS, 3);
            gateway.answer(new Accepted(1, 0));

            FlushReport report = service.flush();

            assertThat(report.rows()).isEqualTo(3);
            assertThat(warnings).anySatisfy(warning -> assertThat(warning).contains("1 received"));
        }

        @Test
        void aSuccessClearsTheSyncState() {
            store.recordFailure("earlier");
            enqueue(BatchKind.EVENTS, 1);

            service.flush();

            assertThat(status().consecutiveFailures()).isZero();
            assertThat(status().lastError()).isEmpty();
            assertThat(status().lastSuccess()).contains(START);
        }

        @Test
        void theFailureOfOneKindIsNotHiddenByTheSuccessOfAnother() {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            gateway.answer(new ClientError(404, ""));

            service.flush();

            assertThat(status().lastError()).contains("HTTP client error 404");
            assertThat(status().consecutiveFailures()).isEqualTo(1);
            assertThat(status().lastSuccess()).contains(START);
        }
    }

    @Nested
    class Claims {

        @Test
        void aBatchWhoseFateIsUnknownComesBackUnderItsKey() {
            enqueue(BatchKind.EVENTS, 2);
            IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
            service.flush();
            enqueue(BatchKind.TOOL_SPANS, 1);

            service.flush();

            assertThat(gateway.posts().get(13)).isEqualTo(gateway.posts().get(0));
        }

        @Test
        void aKilledProcessLeavesItsBatchToTheNextUnderTheSameKey() {
            enqueue(BatchKind.EVENTS, 2);
            gateway.whileOnTheWire(() -> {
                throw new Killed();
            });
            try {
                service.flush();
            } catch (Killed expected) {
                outbox.kill(store);
            }
            gateway.whileOnTheWire(() -> {});

            FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

            assertThat(keysOf(gateway.posts())).hasSize(1);
            assertThat(report.rows()).isEqualTo(2);
        }

        @Test
        void aSecondFlusherFindsTheQueueBusy() {
            enqueue(BatchKind.EVENTS, 2);
            List<FlushReport> second = new ArrayList<>();
            gateway.whileOnTheWire(() -> second.add(otherProcess().flush()));

            FlushReport first = service.flush();

            assertThat(first.rows()).isEqualTo(2);
            assertThat(gateway.posts()).hasSize(1);
            assertThat(second.get(0).stops()).extracting(Stop::reason).containsExactly(StopReason.BUSY);
            assertThat(status().consecutiveFailures()).as("nothing has failed").isZero();
        }

        @Test
        void aFlusherThatSleptThroughItsLeaseCommitsNothing() {
            enqueue(BatchKind.EVENTS, 2);
            gateway.whileOnTheWire(() -> {
                gateway.whileOnTheWire(() -> {});
                time.now = time.now.plus(Duration.ofHours(1));
                otherProcess().flush();
            });

            FlushReport report = service.flush();

            assertThat(report.rows()).isZero();
            assertThat(report.pending()).isZero();
            assertThat(keysOf(gateway.posts())).as("the heir keeps the key").hasSize(1);
            assertThat(report.stops()).as("nothing is left").isEmpty();
        }

        @Test
        void rowsThatWereReplacedMeanwhileAreLeftAlone() {
            outbox.queue().append(BatchKind.TOOL_SPANS, owner(), payloads(2));
            gateway.whileOnTheWire(() -> outbox.queue().replace(BatchKind.TOOL_SPANS, owner(), payloads(1)));

            FlushReport report = service.flush();

            assertThat(report.rows()).isZero();
            assertThat(report.pending()).isEqualTo(1);
        }

        @Test
        void aLeftBatchThatLostARowGoesOutUnderANewKey() {
            outbox.queue().append(BatchKind.TOOL_SPANS, new OwnerId("a"), payloads(1));
            outbox.queue().append(BatchKind.TOOL_SPANS, new OwnerId("b"), payloads(1));
            IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
            service.flush();
            outbox.queue().replace(BatchKind.TOOL_SPANS, new OwnerId("a"), payloads(1));

            FlushReport report = service.flush();

            assertThat(gateway.posts().get(13).rows()).containsExactly(2L, 3L);
            assertThat(keysOf(gateway.posts())).hasSize(2);
            assertThat(report.rows()).isEqualTo(2);
            assertThat(warnings).anySatisfy(warning -> assertThat(warning).contains("new key"));
        }

        @Test
        void aLeftBatchIsParkedWhereTheDestinationHasChanged() {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
            service.flush();
            Destination elsewhere = new Destination("http://elsewhere", "team");

            FlushReport report = newProcess(settings(true, elsewhere, false)).flush();

            assertThat(gateway.posts().subList(13, gateway.posts().size()))
                    .extracting(Post::kind)
                    .containsExactly(BatchKind.TOOL_SPANS);
            assertThat(report.stops()).singleElement().satisfies(stop -> {
                assertThat(stop.reason()).isEqualTo(StopReason.DESTINATION_CHANGED);
                assertThat(stop.message()).contains("http://ingest");
            });
        }

        @Test
        void aParkedBatchGoesToTheNewDestinationOnDemand() {
            enqueue(BatchKind.EVENTS, 1);
            IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
            service.flush();
            Destination elsewhere = new Destination("http://elsewhere", "team");

            FlushReport report = newProcess(settings(true, elsewhere, true)).flush();

            assertThat(report.rows()).isEqualTo(1);
            assertThat(keysOf(gateway.posts())).hasSize(2);
        }
    }

    @Nested
    class Exporters {

        @Test
        void aSplitAndRetriesShowARowToAnExporterOnce() {
            enqueue(BatchKind.EVENTS, 3);
            gateway.answer(new ServerError(503, ""), new TooLarge(""));

            service.flush();

            assertThat(exporter.rows).containsExactly(1L, 2L, 3L);
        }

        @Test
        void failOpenGoesOnWithoutTheExporter() {
            enqueue(BatchKind.EVENTS, 1);
            exporter.isBroken = true;

            FlushReport report = service.flush();

            assertThat(report).isEqualTo(new FlushReport(1, 1, 0, 0, List.of()));
        }

        @Test
        void failClosedHoldsTheCommitBackAndDoesNotPostAgain() {
            service = service(settings(false, DESTINATION, false));
            enqueue(BatchKind.EVENTS, 2);
            exporter.isBroken = true;

            FlushReport first = service.flush();
            exporter.isBroken = false;
            FlushReport second = service.flush();

            assertThat(first.rows()).isZero();
            assertThat(first.stops())
                    .extracting(Stop::message)
                    .containsExactly("telemetry fan-out (before outbox commit; fail_open = false)");
            assertThat(second.rows()).isEqualTo(2);
            assertThat(gateway.posts()).hasSize(1);
            assertThat(exporter.rows).containsExactly(1L, 2L);
        }

        @Test
        void anExporterDoesNotTouchTheSyncState() {
            service = service(settings(false, DESTINATION, false));
            enqueue(BatchKind.EVENTS, 2);
            exporter.isBroken = true;

            service.flush();

            assertThat(status().consecutiveFailures()).isZero();
            assertThat(status().lastError()).isEmpty();
            assertThat(status().lastSuccess()).isEmpty();
        }

        @Test
        void anIngestFailureWinsOverAnExporterFailure() {
            service = service(settings(false, DESTINATION, false));
            enqueue(BatchKind.EVENTS, 1);
            exporter.isBroken = true;
            gateway.answer(new Unauthorized(""));

            FlushReport report = service.flush();

            assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.UNAUTHORIZED);
        }
    }

    @Nested
    class Stopping {

        @Test
        void aStopDuringAWaitLeavesARefusedBatchFree() {
            enqueue(BatchKind.EVENTS, 1);
            time.stopsInSleep = true;
            gateway.answer(new ServerError(503, ""));

            FlushReport report = service.flush();

            assertThat(report.gravest()).map(Stop::reason).contains(StopReason.INTERRUPTED);
            assertThat(status().total().claimed()).isZero();
            assertThat(status().consecutiveFailures()).isZero();
        }

        @Test
        void aStopDuringAWaitKeepsAnAmbiguousBatch() {
            enqueue(BatchKind.EVENTS, 1);
            time.stopsInSleep = true;
            gateway.answer(ANSWER_LOST);

            service.flush();

            assertThat(status().total().claimed()).isEqualTo(1);
        }

        @Test
        void aStopBetweenBatchesLeavesTheRest() {
            enqueue(BatchKind.EVENTS, 7);
            gateway.whileOnTheWire(() -> time.stopRequested = true);

            FlushReport report = service.flush();

            assertThat(report.rows()).isEqualTo(3);
            assertThat(report.pending()).isEqualTo(4);
            assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.INTERRUPTED);
        }
    }

    @Nested
    class BadRows {

        @Test
        void aRowThatCanNeverBeSentStopsItsKindBehindTheHealthyRowsBeforeIt() {
            enqueue(BatchKind.EVENTS, 2);
            outbox.queue()
                    .append(
                            BatchKind.EVENTS,
                            owner(),
                            List.of("bad".getBytes(UTF_8)).iterator());
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);

            FlushReport report = service.flush();

            assertThat(report.rows()).isEqualTo(3);
            assertThat(report.pending()).isEqualTo(2);
            assertThat(report.stops()).singleElement().satisfies(stop -> {
                assertThat(stop.reason()).isEqualTo(StopReason.MALFORMED);
                assertThat(stop.message()).contains("row 3").contains("it says so");
            });
        }
    }

    private FlushOutboxService newProcess(FlushSettings settings) {
        outbox.kill(store);
        store = outbox.newStore();
        service = service(settings);
        return service;
    }

    private FlushOutboxService otherProcess() {
        return service(outbox.newStore(), settings(true, DESTINATION, false), List.of());
    }

    private FlushOutboxService service(FlushSettings settings) {
        return service(store, settings, List.of(exporter));
    }

    private FlushOutboxService service(OutboxStore ofProcess, FlushSettings settings, List<Exporter> exporters) {
        RowEncoder encoder = (spec, row) -> new String(row.payload(), UTF_8).equals("bad")
                ? new RowEncoder.Malformed("it says so")
                : new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload()));
        FlushListener listener = new FlushListener() {
            @Override
            public void warning(BatchKind kind, String message) {
                warnings.add(message);
            }
        };
        return new FlushOutboxService(
                settings,
                new FlushOutboxService.Ports(
                        ofProcess,
                        gateway,
                        encoder,
                        () -> new IdempotencyKey(new UUID(0, ++nextKey)),
                        exporters,
                        threads,
                        time,
                        time,
                        new SplittableRandom(1),
                        listener));
    }

    private static FlushSettings settings(boolean failOpen, Destination destination, boolean redirectParked) {
        return new FlushSettings(
                new BatchLimits(3, 1_000_000),
                new BatchEnvelope("team", "blake3:x", Optional.empty()),
                destination,
                new RetryPolicy(
                        new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5)),
                new CommitPolicy(failOpen),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                redirectParked);
    }

    private void enqueue(BatchKind kind, int rows) {
        outbox.queue().append(kind, owner(), payloads(rows));
    }

    private static OwnerId owner() {
        return new OwnerId("session");
    }

    private static java.util.Iterator<byte[]> payloads(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{}".getBytes(UTF_8)).iterator();
    }

    private OutboxStatus status() {
        return outbox.inspector().status(time.now);
    }

    private static List<IdempotencyKey> keysOf(List<Post> posts) {
        return posts.stream().map(Post::key).distinct().toList();
    }

    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }

    /** A clock that only sleeping moves, and the wish to stop. */
    private static final class Time implements InstantSource, Sleeper {

        private final List<Duration> slept = new ArrayList<>();
        private Instant now = START;
        private boolean stopsInSleep;
        private boolean stopRequested;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public boolean sleep(Duration duration) {
            if (stopsInSleep) {
                stopRequested = true;
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
    private static final class Recorder implements Exporter {

        private final List<Long> rows = new ArrayList<>();
        private boolean isBroken;

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public void export(Batch batch) {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            batch.rowIds().stream().map(RowId::value).forEach(rows::add);
        }
    }
}
