package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.DeadLetter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that the server refuses: how they are found, when they are dead, and what that costs. */
class FlushRefusedRowsTest extends FlushFixture {

    private final Set<Long> poison = new TreeSet<>();
    private final List<Long> stored = new ArrayList<>();
    private boolean hints;
    private boolean refusesAll;

    @BeforeEach
    void useAPickyServer() {
        newProcess(settings(OnPoison.DEAD_LETTER, 500));
        gateway.otherwise(this::answer);
    }

    @Test
    void f33_oneBadRowOf500CostsAtMost19Posts() {
        for (long bad : new long[] {1, 77, 250, 251, 500}) {
            Fresh world = new Fresh(bad);

            FlushReport report = service.flush();

            assertThat(world.posts()).as("row %s", bad).hasSizeLessThanOrEqualTo(19);
            assertThat(report.rows()).isEqualTo(499);
            assertThat(report.stops()).isEmpty();
            assertThat(report.deadLettered()).isEqualTo(1);
            assertThat(world.storedRows()).isSorted().hasSize(499).doesNotContain(world.id(bad));
        }
    }

    @Test
    void f33_withAHintItCostsAtMost4Posts() {
        hints = true;
        enqueue(BatchKind.EVENTS, 500);
        poison.add(123L);

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(4);
        assertThat(gateway.posts().get(1).rows())
                .as("the row that is named goes alone")
                .containsExactly(123L);
        assertThat(stored).isSorted().hasSize(499);
        assertThat(report.deadLettered()).isEqualTo(1);
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.refusal())
                        .isEqualTo(new Refusal(new RowId(123), PoisonReason.REJECTED, "row 123 is odd", 2)));
    }

    @Test
    void f33_fiveBadRowsOf500CostAtMost75Posts() {
        enqueue(BatchKind.EVENTS, 500);
        poison.addAll(List.of(3L, 120L, 250L, 377L, 498L));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(75);
        assertThat(stored).isSorted().hasSize(495);
        assertThat(report.deadLettered()).isEqualTo(5);
        assertThat(report.stops()).isEmpty();
    }

    @Test
    void badRowsNextToEachOtherAreFoundAllTheSame() {
        enqueue(BatchKind.EVENTS, 500);
        LongStream.range(100, 110).forEach(poison::add);

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(10);
        assertThat(stored).isSorted().hasSize(490);
    }

    @Test
    void f34_aServerThatRefusesEverythingDeadLettersNothing() {
        enqueue(BatchKind.EVENTS, 500);
        refusesAll = true;

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(25);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.pending()).isEqualTo(500);
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.REJECTED);
            assertThat(stop.kind()).contains(BatchKind.EVENTS);
            assertThat(stop.message()).contains("5 rows").contains("accepted none of its kind");
            assertThat(stop.detail()).isEqualTo("rows 1, 2, 3, 4, 5: row 1 is odd");
        });
        assertThat(status().consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void f34_onceTheServerIsMendedEverythingGoesTheSuspectsLast() {
        enqueue(BatchKind.EVENTS, 500);
        refusesAll = true;
        service.flush();
        refusesAll = false;

        FlushReport report = newProcess(settings(OnPoison.DEAD_LETTER, 500)).flush();

        assertThat(report.rows()).isEqualTo(500);
        assertThat(report.stops()).isEmpty();
        assertThat(report.deadLettered()).isZero();
        assertThat(stored.subList(495, 500)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void f34_aServerThatTurnsBadInTheMiddleOfAFlushDeadLettersNothing() {
        enqueue(BatchKind.EVENTS, 1_000);
        gateway.answer(new Accepted(500, 0));
        refusesAll = true;

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(500);
        assertThat(report.deadLettered()).isZero();
        assertThat(gateway.posts()).hasSizeLessThan(75);
        assertThat(report.stops())
                .singleElement()
                .satisfies(
                        stop -> assertThat(stop.message()).contains("25 rows").contains("has accepted none since"));
    }

    @Test
    void f32_aServerForWhichEveryRowIsTooLargeDeadLettersNothing() {
        enqueue(BatchKind.EVENTS, 500);
        gateway.otherwise(batch -> new TooLarge("no room"));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(25);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.TOO_LARGE);
    }

    @Test
    void f31_oneRowThatIsTooLargeIsDeadAndTheOthersGo() {
        enqueue(BatchKind.EVENTS, 6);
        poison.add(2L);
        gateway.otherwise(batch -> containsPoison(batch) ? new TooLarge("max 1 MB") : accept(batch));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.stops()).isEmpty();
        assertThat(deadLetters())
                .extracting(DeadLetter::refusal)
                .containsExactly(new Refusal(new RowId(2), PoisonReason.TOO_LARGE, "max 1 MB", 4));
    }

    @Test
    void aQueueWhoseFirstRowsAreAllBadStillMoves() {
        enqueue(BatchKind.EVENTS, 20);
        LongStream.rangeClosed(1, 7).forEach(poison::add);

        FlushReport first = service.flush();
        FlushReport second = service.flush();

        assertThat(first.stops()).extracting(Stop::reason).containsExactly(StopReason.REJECTED);
        assertThat(first.rows()).isZero();
        assertThat(second.stops()).isEmpty();
        assertThat(second.rows()).isEqualTo(13);
        assertThat(second.deadLettered()).isEqualTo(7);
        assertThat(stored).isSorted();
    }

    @Test
    void aSuspectIsTriedAgainOnlyWhenNothingElseIsPending() {
        enqueue(BatchKind.EVENTS, 1);
        poison.add(1L);
        service.flush();
        enqueue(BatchKind.EVENTS, 2);
        int before = gateway.posts().size();

        service.flush();

        assertThat(gateway.posts().subList(before, gateway.posts().size()))
                .extracting(Post::rows)
                .containsExactly(List.of(2L, 3L), List.of(1L));
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.refusal().attempts()).isEqualTo(2));
    }

    @Test
    void aLoneBadRowStaysASuspectWithoutEvidence() {
        enqueue(BatchKind.EVENTS, 1);
        poison.add(1L);

        for (int flush = 1; flush <= 3; flush++) {
            FlushReport report = service.flush();

            assertThat(gateway.posts()).hasSize(flush);
            assertThat(report.deadLettered()).isZero();
            assertThat(report.pending()).isEqualTo(1);
            assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.REJECTED);
        }
    }

    @Test
    void whatAnotherKindAcceptsIsNoEvidence() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 3);
        poison.add(1L);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.stops()).extracting(Stop::kind).containsExactly(Optional.of(BatchKind.EVENTS));
    }

    @Test
    void aConflictOfAnEarlierFlushIsNoEvidence() {
        newProcess(settings(OnPoison.DEAD_LETTER, 1));
        enqueue(BatchKind.EVENTS, 2);
        poison.add(2L);
        gateway.answer(ANSWER_LOST);
        time.stopsInSleep = true;
        service.flush();
        time.stopsInSleep = false;
        time.stopRequested = false;
        gateway.answer(new IngestOutcome.Conflict(IngestOutcome.Conflict.Meaning.STORED_BEFORE, ""));

        FlushReport report = newProcess(settings(OnPoison.DEAD_LETTER, 1)).flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.REJECTED);
    }

    /** Found by the simulation: the row of the claim came back as a new one. */
    @Test
    void aRowThatIsSetAsideIsNotTriedAgainInTheSameFlush() {
        newProcess(settings(OnPoison.DEAD_LETTER, 1));
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(ANSWER_LOST);
        time.stopsInSleep = true;
        service.flush();
        time.stopsInSleep = false;
        time.stopRequested = false;
        poison.add(1L);
        int before = gateway.posts().size();

        newProcess(settings(OnPoison.DEAD_LETTER, 1)).flush();

        assertThat(gateway.posts().subList(before, gateway.posts().size()))
                .extracting(Post::rows)
                .containsExactly(List.of(1L), List.of(2L));
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void aServerThatBlamesTheWrongRowIsNotBelievedASecondTime() {
        enqueue(BatchKind.EVENTS, 100);
        poison.add(80L);
        gateway.otherwise(
                batch -> containsPoison(batch) ? new ClientError(400, "odd", Optional.of("events[0]")) : accept(batch));

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(1);
        assertThat(report.rows()).isEqualTo(99);
        assertThat(gateway.posts()).hasSizeLessThan(20);
        assertThat(stored).isSorted();
    }

    @Test
    void f108_exportersSeeEachRowOnceHoweverItIsDivided() {
        enqueue(BatchKind.EVENTS, 50);
        poison.addAll(List.of(7L, 30L));

        service.flush();

        assertThat(exporter.rows).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void f107_exportersSeeEachRowOnceAcrossFlushesAndProcesses() {
        enqueue(BatchKind.EVENTS, 10);
        gateway.answer(new Unauthorized("no"));
        service.flush();

        newProcess(settings(OnPoison.DEAD_LETTER, 3)).flush();

        assertThat(stored).hasSize(10);
        assertThat(exporter.rows).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void rowsThatTheProducerReplacedAreNotDeadLettered() {
        enqueue(BatchKind.EVENTS, 2);
        poison.add(1L);
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 2) {
                outbox.queue().replace(BatchKind.EVENTS, owner(), payloads(1));
            }
        });

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isZero();
        assertThat(deadLetters()).isEmpty();
    }

    private IngestOutcome answer(Batch batch) {
        if (!refusesAll && !containsPoison(batch)) {
            return accept(batch);
        }
        List<Long> rows = batch.rowIds().stream().map(RowId::value).toList();
        long culprit = refusesAll
                ? rows.get(0)
                : rows.stream().filter(poison::contains).findFirst().orElseThrow();
        return new ClientError(
                422,
                "row " + culprit + " is odd",
                hints ? Optional.of("events[" + rows.indexOf(culprit) + "].ts_ms") : Optional.empty());
    }

    private boolean containsPoison(Batch batch) {
        return batch.kind().equals(BatchKind.EVENTS)
                && batch.rowIds().stream().map(RowId::value).anyMatch(poison::contains);
    }

    private IngestOutcome accept(Batch batch) {
        batch.rowIds().stream().map(RowId::value).forEach(stored::add);
        return new Accepted(batch.size(), 0);
    }

    /** 500 more rows, one of them bad, and what happens from now on. */
    private final class Fresh {

        private final long before = status().total().sent() + status().total().deadLettered();
        private final int postsBefore = gateway.posts().size();
        private final int storedBefore = stored.size();

        Fresh(long bad) {
            enqueue(BatchKind.EVENTS, 500);
            poison.add(id(bad));
        }

        long id(long position) {
            return before + position;
        }

        List<Post> posts() {
            return gateway.posts().subList(postsBefore, gateway.posts().size());
        }

        List<Long> storedRows() {
            return stored.subList(storedBefore, stored.size());
        }
    }
}
