package io.kaizen.sync.testkit.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows of which we know without a POST that they can never be sent. */
class FlushBadRowsTest extends FlushFixture {

    private static final BatchKind STRANGE = new BatchKind("spaceships");

    @Test
    void f64_malformedRowsAreDeadWithoutAPostAndTheOthersGo() {
        append(BatchKind.EVENTS, "bad", "{}", "bad", "{}", "{}");

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(1);
        assertThat(gateway.posts().get(0).rows()).containsExactly(2L, 4L, 5L);
        assertThat(report.stops()).isEmpty();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.deadLettered()).isEqualTo(2);
        assertThat(report.pending().rows()).isZero();
        assertThat(deadLetters())
                .extracting(DeadLetter::refusal)
                .containsExactly(
                        new Refusal(new RowId(1), PoisonReason.MALFORMED, "it says so", 0),
                        new Refusal(new RowId(3), PoisonReason.MALFORMED, "it says so", 0));
    }

    @Test
    void f65_rowsOfAnUnknownKindAreDeadAndTheOtherKindsGo() {
        enqueue(STRANGE, 7);
        enqueue(BatchKind.EVENTS, 2);

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(7);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.stops()).isEmpty();
        assertThat(deadLetters()).allMatch(letter -> letter.refusal().reason() == PoisonReason.UNKNOWN_KIND);
    }

    @Test
    void aStopIsHeededBetweenPortionsOfBadRows() {
        enqueue(STRANGE, 9);
        time.stopRequested = true;

        FlushReport report = service.flush();

        assertThat(report.stops()).extracting(stop -> stop.reason()).containsExactly(StopReason.INTERRUPTED);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.pending().rows()).isEqualTo(9);
    }

    @Test
    void badRowsAreDeadEvenWhereTheServerIsNotThere() {
        append(BatchKind.SESSION_FEEDBACK, "bad", "{}");
        enqueue(STRANGE, 1);
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized("no"));

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(2);
        assertThat(report.stops()).extracting(stop -> stop.reason()).containsExactly(StopReason.UNAUTHORIZED);
        assertThat(report.pending().rows()).isEqualTo(1);
    }

    @Test
    void aDeadRowThatIsPutBackTakesItsOldPlace() {
        append(BatchKind.EVENTS, "bad", "{}");
        service.flush();
        enqueue(BatchKind.EVENTS, 1);

        outbox.admin().deadLetters().retry(List.of(new RowId(1)));

        assertThat(store.backlog(store.bound()).lanes())
                .containsExactly(new LaneHead(Lane.of(BatchKind.EVENTS), new RowId(1)));
    }

    @Test
    void whereBadRowsStopTheirKindTheHealthyOnesBeforeThemGo() {
        newProcess(settings(OnPoison.STOP, 3));
        append(BatchKind.EVENTS, "{}", "{}", "bad", "{}");
        enqueue(BatchKind.TOOL_SPANS, 1);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.pending().rows()).isEqualTo(2);
        assertThat(report.deadLettered()).isZero();
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.MALFORMED);
            assertThat(stop.message()).contains("row 3").contains("it says so");
        });
    }

    private void append(BatchKind kind, String... payloads) {
        outbox.queue()
                .append(
                        kind,
                        owner(),
                        Stream.of(payloads).map(text -> text.getBytes(UTF_8)).iterator());
    }
}
