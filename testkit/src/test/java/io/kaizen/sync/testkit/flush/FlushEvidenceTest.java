package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that the server refuses: when they are dead, and when it is the server that is to blame. */
class FlushEvidenceTest extends PickyServerFixture {

    @Test
    void f34_aServerThatRefusesEverythingDeadLettersNothing() {
        enqueue(BatchKind.EVENTS, 500);
        refusesAll = true;

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(25);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.pending().rows()).isEqualTo(500);
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.REJECTED);
            assertThat(stop.kind()).contains(BatchKind.EVENTS);
            assertThat(stop.message()).contains("14 rows").contains("accepted none of its kind");
            assertThat(stop.detail()).isEqualTo("rows 1, 2, 3, 4, 5, 500, 499, 498, 497, 496, …: row 1 is odd");
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
        assertThat(stored.subList(486, 500))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 492L, 493L, 494L, 495L, 496L, 497L, 498L, 499L, 500L);
    }

    @Test
    void f34_aServerThatTurnsBadInTheMiddleOfAFlushDeadLettersNothing() {
        enqueue(BatchKind.EVENTS, 10_000);
        gateway.answer(new Accepted(500, 0));
        refusesAll = true;

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(500);
        assertThat(report.deadLettered()).isZero();
        assertThat(gateway.posts()).hasSizeLessThan(2_010);
        assertThat(report.stops())
                .singleElement()
                .satisfies(
                        stop -> assertThat(stop.message()).contains("1000 rows").contains("has accepted none since"));
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
    void o1_aQueueWhoseFirstRowsAreAllBadIsSentBehindTheProofOfItsYoungestRow() {
        enqueue(BatchKind.EVENTS, 20);
        LongStream.rangeClosed(1, 7).forEach(poison::add);

        FlushReport report = service.flush();

        assertThat(report.stops()).isEmpty();
        assertThat(report.rows()).isEqualTo(13);
        assertThat(report.deadLettered()).isEqualTo(7);
        assertThat(stored).startsWith(20L).hasSize(13);
        assertThat(stored.subList(1, 13)).isSorted();
    }

    /** What was tried alone is left out of later claims: a claim of a row that is gone would fail, and cost a key of its own. */
    @Test
    void o1_theYoungestRowIsClaimedOnce() {
        enqueue(BatchKind.EVENTS, 20);
        LongStream.rangeClosed(1, 7).forEach(poison::add);

        service.flush();

        assertThat(gateway.posts())
                .extracting(post -> post.key().value().getLeastSignificantBits())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, gateway.posts().size())
                                .boxed()
                                .toList());
    }

    @Test
    void o1_aQueueThatIsBadAtBothEndsStillMoves() {
        enqueue(BatchKind.EVENTS, 500);
        LongStream.rangeClosed(1, 40).forEach(poison::add);
        LongStream.rangeClosed(461, 500).forEach(poison::add);

        int flushes = 1;
        FlushReport report = service.flush();
        while (!report.stops().isEmpty() && flushes < 10) {
            assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.REJECTED);
            report = service.flush();
            flushes++;
        }

        assertThat(flushes).isLessThan(10);
        assertThat(deadLetters()).hasSize(80);
        assertThat(stored).hasSize(420).doesNotHaveDuplicates();
        assertThat(gateway.posts()).hasSizeLessThan(500);
    }

    /** Where there are few rows, the two ends meet. */
    @Test
    void o1_noRowIsSentAloneTwiceInOneFlush() {
        enqueue(BatchKind.EVENTS, 8);
        refusesAll = true;

        FlushReport report = service.flush();

        assertThat(gateway.posts())
                .extracting(Post::rows)
                .filteredOn(rows -> rows.size() == 1)
                .hasSize(8)
                .doesNotHaveDuplicates();
        assertThat(report.deadLettered()).isZero();
        assertThat(report.pending().rows()).isEqualTo(8);
    }

    /** A row that one flush has tried alone tells the next one nothing: it looks for the youngest of the others. */
    @Test
    void o1_theYoungestRowThatTheNextFlushTriesIsNoSuspect() {
        enqueue(BatchKind.EVENTS, 500);
        refusesAll = true;
        service.flush();
        int before = gateway.posts().size();

        service.flush();

        assertThat(gateway.posts().subList(before, gateway.posts().size()))
                .extracting(Post::rows)
                .filteredOn(rows -> rows.size() == 1)
                .contains(List.of(491L), List.of(490L))
                .doesNotContain(List.of(500L), List.of(492L));
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
            assertThat(report.pending().rows()).isEqualTo(1);
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
}
