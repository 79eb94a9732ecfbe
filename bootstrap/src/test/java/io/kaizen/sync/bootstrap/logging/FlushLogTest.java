package io.kaizen.sync.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.ExporterFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.RowQuarantined;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.bootstrap.logging.FlushLog.Audience;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushLogTest {

    private static final Batch BATCH = new Batch(
            KaizenKinds.REGISTRY.find(BatchKind.SESSION_EVALS).orElseThrow(),
            new BatchEnvelope("team", "blake3:00", Optional.empty()),
            List.of(new EncodedRow(new RowId(1), new OwnerId("o"), "{}".getBytes(UTF_8))));

    private static final WaitStarted RETRY = new WaitStarted(BATCH, new ServerError(503, ""), Duration.ofMillis(1_500));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StatusLine line = new StatusLine(new PrintStream(bytes, true, UTF_8));
    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final FlushLog log = new FlushLog(Audience.WAITING, clock);

    @AfterEach
    void giveTheLogBack() {
        Logging.start(new StatusLine(System.err), Verbosity.NORMAL);
    }

    @Test
    void whatIsAmissWithTheDatabaseIsNotSaidAnewInEachFlush() {
        Logging.start(line, Verbosity.NORMAL);

        for (int i = 0; i < 100; i++) {
            log.onEvent(new WarnedOfStorage("another program marks rows as sent too"));
        }

        assertThat(lines()).singleElement().asString().endsWith("the database: another program marks rows as sent too");
    }

    @Test
    void f136_aLongOutageIsTwoLines() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        for (int i = 0; i < 100; i++) {
            log.onEvent(new AttemptEnded(BATCH, new ServerError(503, "busy")));
            log.onEvent(RETRY);
        }
        log.onEvent(new BatchCommitted(BATCH, 1, 0));

        assertThat(lines())
                .hasSize(2)
                .satisfies(
                        first -> assertThat(first)
                                .endsWith("INFO  the server answers 503 (busy); sending again in 1.5 s"),
                        org.assertj.core.api.Assertions.atIndex(0))
                .satisfies(
                        second -> assertThat(second).endsWith("INFO  the server takes rows again"),
                        org.assertj.core.api.Assertions.atIndex(1));
    }

    @Test
    void f136_aServerThatIsWellAndUnwellByTurnsIsTwoLinesAMinute() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        for (int second = 0; second < 600; second++) {
            log.onEvent(new AttemptEnded(BATCH, new ServerError(503, "busy, request " + second)));
            log.onEvent(RETRY);
            log.onEvent(new BatchCommitted(BATCH, 1, 0));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(lines()).hasSize(20);
    }

    @Test
    void f136_whatStaysWrongIsSaidOnceAnHourHoweverManyFlushesThereAre() {
        Logging.start(line, Verbosity.NORMAL);
        FlushLog loop = new FlushLog(Audience.NOBODY, clock);

        for (int flush = 0; flush < 24 * 360; flush++) {
            loop.onEvent(new FlushStarted(RowCount.exactly(1)));
            loop.onEvent(new ExporterFailed(BATCH, new FanOutResult.Failure("file", "disk is full")));
            loop.onEvent(new BatchCommitted(BATCH, 1, 0));
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(lines()).hasSize(24);
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceTheLog() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new WarnedOfKind(BatchKind.EVENTS, "odd"));
        clock.advance(Duration.ofDays(-1));
        log.onEvent(new WarnedOfKind(BatchKind.EVENTS, "odd"));

        assertThat(lines()).hasSize(2);
    }

    @Test
    void aLongWaitIsExplainedEachTime() {
        Logging.start(line, Verbosity.NORMAL);
        WaitStarted long30 = new WaitStarted(BATCH, new ServerError(503, ""), Duration.ofSeconds(30));

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        for (int i = 0; i < 3; i++) {
            log.onEvent(new AttemptEnded(BATCH, new Unreachable("refused", false)));
            log.onEvent(long30);
        }

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(2))
                .endsWith("no answer from the server (refused) (3 failures so far); sending again in 30.0 s");
    }

    @Test
    void onlyABatchThatWasPostedShowsThatTheServerIsBack() {
        Logging.start(line, Verbosity.NORMAL);
        Batch feedback = new Batch(
                KaizenKinds.REGISTRY.find(BatchKind.SESSION_FEEDBACK).orElseThrow(), BATCH.envelope(), BATCH.rows());

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        log.onEvent(RETRY);
        log.onEvent(new BatchCommitted(feedback, 1, 0));

        assertThat(lines()).hasSize(1);
    }

    @Test
    void f136_whatIsWrongWithEveryBatchIsSaidOnce() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        for (int i = 0; i < 100; i++) {
            log.onEvent(new WarnedOfKind(BatchKind.EVENTS, "the server counts " + i + " of 500 rows"));
            log.onEvent(new ExporterFailed(BATCH, new FanOutResult.Failure("file", "disk is full")));
        }

        assertThat(lines()).hasSize(2).allMatch(each -> each.contains(" WARN "));
    }

    @Test
    void besideAProgressBarOnlyWhatIsWrongIsSaid() {
        Logging.start(line, Verbosity.NORMAL);
        FlushLog beside = new FlushLog(Audience.WATCHING, clock);

        beside.onEvent(new FlushStarted(RowCount.exactly(1)));
        beside.onEvent(RETRY);
        beside.onEvent(new BatchSplit(BATCH, List.of(BATCH, BATCH)));
        beside.onEvent(new WarnedOfKind(BatchKind.EVENTS, "odd"));

        assertThat(lines()).hasSize(1).allMatch(each -> each.contains("events: odd"));
    }

    @Test
    void aRefusedBatchIsDividedForAReasonThatIsNamed() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        log.onEvent(new AttemptEnded(BATCH, new ClientError(400, "bad clock")));
        log.onEvent(new BatchSplit(BATCH, List.of(BATCH, BATCH)));
        log.onEvent(new BatchSplit(BATCH, List.of(BATCH, BATCH)));
        log.onEvent(new AttemptEnded(BATCH, new TooLarge("")));
        log.onEvent(new BatchSplit(BATCH, List.of(BATCH, BATCH)));

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .endsWith(
                        "session_evals: 1 rows with one among them that is refused: the server answers 400 (bad clock);"
                                + " sending 1 and 1");
        assertThat(lines().get(1)).endsWith("session_evals: 1 rows are too many for the server; sending 1 and 1");
    }

    @Test
    void rowsThatAreSetAsideAreToldOfUntilItIsEnough() {
        Logging.start(line, Verbosity.NORMAL);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        for (int i = 1; i <= 1_000; i++) {
            log.onEvent(new RowQuarantined(
                    BatchKind.EVENTS, new Refusal(new RowId(i), PoisonReason.REJECTED, "bad clock", 9)));
        }

        assertThat(lines()).hasSize(5);
        assertThat(lines().get(0)).endsWith("INFO  events: row 1 is refused alone (bad clock); going on behind it");
        assertThat(lines().get(4)).endsWith("going on behind it; further ones are not told one by one");
    }

    @Test
    void o3_aRowsLineHasTheMessageOfTheServersJson() {
        Logging.start(line, Verbosity.NORMAL);
        String words = "{\"code\":\"invalid\",\"message\":\"bad clock\"}";
        Refusal refusal = new Refusal(new RowId(1), PoisonReason.REJECTED, words, 1);

        log.onEvent(new RowQuarantined(BatchKind.EVENTS, refusal));
        log.onEvent(new RowsDeadLettered(BatchKind.EVENTS, List.of(refusal)));

        assertThat(lines())
                .hasSize(2)
                .allSatisfy(said -> assertThat(said).contains("(bad clock)").doesNotContain("invalid"));
    }

    @Test
    void b20_rowsThatDieInFlushAfterFlushAreOneLineAMinute() {
        Logging.start(line, Verbosity.NORMAL);
        FlushLog loop = new FlushLog(Audience.NOBODY, clock);

        for (int flush = 0; flush < 600; flush++) {
            loop.onEvent(new FlushStarted(RowCount.exactly(500)));
            loop.onEvent(new RowsDeadLettered(
                    BatchKind.EVENTS,
                    LongStream.rangeClosed(1, 500)
                            .mapToObj(row -> new Refusal(new RowId(row), PoisonReason.MALFORMED, "ts_ms: missing", 0))
                            .toList()));
            loop.onEvent(new FlushEnded(new FlushReport(0, 0, 500, 0, List.of())));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(lines()).hasSize(10);
        assertThat(lines().get(0)).contains("500 rows can never be sent");
        assertThat(lines().get(1)).contains(" more rows can never be sent", "'kaizen-sync dead-letters list'");
    }

    @Test
    void b20_aLongFlushSumsUpOnceAMinuteToo() {
        Logging.start(line, Verbosity.NORMAL);
        Refusal refusal = new Refusal(new RowId(1), PoisonReason.MALFORMED, "", 0);

        log.onEvent(new FlushStarted(RowCount.exactly(300_000)));
        for (int second = 0; second < 600; second++) {
            log.onEvent(new RowsDeadLettered(BatchKind.EVENTS, List.of(refusal)));
            clock.advance(Duration.ofSeconds(1));
        }
        log.onEvent(new FlushEnded(new FlushReport(0, 0, 600, 0, List.of())));

        assertThat(lines()).hasSizeLessThanOrEqualTo(10 + 10 + 1);
        assertThat(lines()).filteredOn(said -> said.contains("more rows")).hasSizeBetween(9, 11);
    }

    @Test
    void deadRowsAreToldOfInGroupsAndWhatIsTooMuchIsCounted() {
        Logging.start(line, Verbosity.NORMAL);
        List<Refusal> many = LongStream.rangeClosed(1, 500)
                .mapToObj(id -> new Refusal(new RowId(id), PoisonReason.MALFORMED, "ts_ms: missing", 0))
                .toList();
        Refusal one = new Refusal(new RowId(777), PoisonReason.REJECTED, "bad clock", 9);

        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        log.onEvent(new RowsDeadLettered(BatchKind.EVENTS, List.of(many.get(0), one, many.get(1))));
        for (int i = 0; i < 100; i++) {
            log.onEvent(new RowsDeadLettered(BatchKind.EVENTS, many));
        }
        log.onEvent(new FlushEnded(new FlushReport(0, 0, 50_003, 0, List.of())));
        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        log.onEvent(new FlushEnded(new FlushReport(0, 0, 0, 0, List.of())));

        assertThat(lines()).hasSize(11).allMatch(each -> each.contains(" WARN "));
        assertThat(lines().get(0))
                .endsWith(
                        "events: 2 rows can never be sent and are dead letters now: 1, 2: malformed (ts_ms: missing)");
        assertThat(lines().get(1))
                .endsWith("events: row 777 can never be sent and is a dead letter now: rejected (bad clock)");
        assertThat(lines().get(2)).contains(": 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …: malformed");
        assertThat(lines().get(10))
                .endsWith("46000 more rows can never be sent and are dead letters now; 'kaizen-sync dead-letters list'"
                        + " shows them");
    }

    @Test
    void aFlushThatFailedIsToldOnceAlsoBesideAProgressBar() {
        Logging.start(line, Verbosity.NORMAL);
        FlushListener both = new FlushLog(Audience.WATCHING, clock).andThen(new FlushProgress(line, 80, false));

        both.onEvent(new FlushFailed(new IllegalStateException("page 17 cannot be read")));
        both.onEvent(new FlushFailed(new IllegalStateException("page 18 cannot be read")));

        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("WARN  a flush failed, and is tried again later:"
                        + " java.lang.IllegalStateException: page 17 cannot be read");
    }

    @Test
    void quietSaysNothingAndVerboseSaysAll() {
        Logging.start(line, Verbosity.QUIET);
        log.onEvent(new FlushStarted(RowCount.exactly(1)));
        log.onEvent(new WarnedOfKind(BatchKind.EVENTS, "odd"));
        assertThat(lines()).isEmpty();

        Logging.start(line, Verbosity.VERBOSE);
        log.onEvent(new BatchClaimed(BATCH, false));
        assertThat(lines())
                .hasSize(1)
                .allMatch(each -> each.contains("DEBUG sending 1 rows of session_evals, 14 bytes"));
    }

    @Test
    void librariesAreSilentBelowWarnings() {
        Logging.start(line, Verbosity.VERBOSE);

        org.slf4j.LoggerFactory.getLogger("org.apache.hc.client5.http.wire").debug("Authorization: Bearer x");
        org.slf4j.LoggerFactory.getLogger("org.jooq").info("tip of the day");

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return bytes.toString(UTF_8).lines().toList();
    }
}
