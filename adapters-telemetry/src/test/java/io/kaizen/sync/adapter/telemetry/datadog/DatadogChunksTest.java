package io.kaizen.sync.adapter.telemetry.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A batch of several requests: each is tried, and none is sent twice that was taken. */
class DatadogChunksTest extends DatadogFixture {

    private static final Batch EVENTS = numberedEvents(2_500);

    @Test
    void aBatchOf2500EventsIsThreeRequestsWithinTheLimits() throws Exception {
        exporter.export(EVENTS);

        assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
            assertThat(logsOf(request)).hasSizeLessThanOrEqualTo(1000);
            assertThat(request.unzippedBody().length()).isLessThanOrEqualTo(5_000_000 - 65_536);
        });
        assertThat(sequence(server.requests())).isEqualTo(numbers(0, 2_500));
    }

    @Test
    void whereTheSecondIsAnswered500ItAloneIsSentAgainAtOnce() throws Exception {
        server.reply(Reply.answer(202), Reply.answer(500), Reply.answer(202), Reply.answer(202));

        exporter.export(EVENTS);

        assertThat(server.requests()).hasSize(4);
        assertThat(sequence(server.requests().subList(0, 1))).isEqualTo(numbers(0, 1_000));
        assertThat(sequence(server.requests().subList(1, 2))).isEqualTo(numbers(1_000, 2_000));
        assertThat(sequence(server.requests().subList(2, 3))).isEqualTo(numbers(1_000, 2_000));
        assertThat(sequence(server.requests().subList(3, 4))).isEqualTo(numbers(2_000, 2_500));
    }

    @Test
    void f112_whereTheSecondFailsTheThirdIsTriedAndTheNextExportSendsTheSecondAlone() throws Exception {
        server.reply(Reply.answer(202), Reply.answer(500), Reply.answer(202));
        mayWait = false;

        ExportException partial = catchThrowableOfType(ExportException.class, () -> exporter.export(EVENTS));

        assertThat(server.requests()).hasSize(3);
        assertThat(partial).hasMessageContaining("500");
        assertThat(partial.taken()).isEqualTo(rowIds(1, 1_000, 2_001, 2_500));
        newExporter().export(rest(EVENTS, partial));
        assertThat(server.requests()).hasSize(4);
        assertThat(sequence(server.requests().subList(3, 4))).isEqualTo(numbers(1_000, 2_000));
    }

    @Test
    void theFirstFailureIsTheResultAndTheOthersStandBehindIt() {
        server.reply(Reply.answer(400, "bad one"), Reply.answer(202), Reply.answer(403, "bad three"));

        assertThatThrownBy(() -> exporter.export(EVENTS))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("bad one")
                .hasMessageNotContaining("bad three")
                .cause()
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(third -> assertThat(third).hasMessageContaining("bad three")));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void whereNoneIsTakenNothingIsAcknowledged() {
        server.reply(Reply.answer(403), Reply.answer(403), Reply.answer(403));

        ExportException none = catchThrowableOfType(ExportException.class, () -> exporter.export(EVENTS));

        assertThat(none).hasMessageContaining("403");
        assertThat(none.taken()).isEmpty();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void aChunkThatIsTooLargeForWhoeverStandsBetweenIsHalvedLeftHalfFirst() throws Exception {
        server.reply(Reply.answer(202), Reply.answer(413));

        exporter.export(EVENTS);

        assertThat(server.requests()).hasSize(5);
        assertThat(sequence(server.requests().subList(2, 3))).isEqualTo(numbers(1_000, 1_500));
        assertThat(sequence(server.requests().subList(3, 4))).isEqualTo(numbers(1_500, 2_000));
    }

    @Test
    void aLogThatIsRefusedAsTooLargeAloneIsAFailure() {
        server.reply(Reply.answer(413));

        assertThatThrownBy(() -> exporter.export(SampleBatches.events(1)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("413");
    }

    @Test
    void whoIsInterruptedSendsNoMoreAndSaysWhatWasTaken() throws Exception {
        Thread exporting = Thread.currentThread();
        server.reply(wire -> {
            wire.readRequest();
            exporting.interrupt();
            wire.send(Reply.answer(202).text());
        });

        ExportException partial = catchThrowableOfType(ExportException.class, () -> exporter.export(EVENTS));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).hasSize(1);
        assertThat(partial).hasMessageContaining("interrupted with requests to go: 2");
        assertThat(partial.taken()).isEqualTo(rowIds(1, 1_000));
    }

    @Test
    void whoWasInterruptedBeforeSendsNothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> exporter.export(EVENTS)).isInstanceOf(ExportException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aChunkThatFailsUntilItsTimeIsUpLeavesTimeForTheOthers() {
        server.reply(Reply.answer(202), Reply.stallAfter(""), Reply.answer(202));
        DatadogExporter hasty = newExporter(Duration.ofSeconds(5));

        ExportException partial = catchThrowableOfType(ExportException.class, () -> hasty.export(EVENTS));

        assertThat(partial.taken()).isEqualTo(rowIds(1, 1_000, 2_001, 2_500));
    }

    private static Batch numberedEvents(int count) {
        return SampleBatches.of(
                BatchKind.EVENTS,
                IntStream.range(0, count)
                        .mapToObj(seq -> DatadogRequestTest.event(seq, "claude", "m"))
                        .toList());
    }

    /** The sequence numbers of all the events in {@code requests}. */
    private static List<Integer> sequence(List<ReceivedRequest> requests) {
        List<Integer> numbers = new ArrayList<>();
        for (ReceivedRequest request : requests) {
            logsOf(request)
                    .forEach(
                            log -> numbers.add(log.at("/kaizen/event/event_seq").intValue()));
        }
        return numbers;
    }

    private static List<Integer> numbers(int from, int until) {
        return IntStream.range(from, until).boxed().toList();
    }

    /** The ids of ranges, first and last included. */
    private static List<RowId> rowIds(long... bounds) {
        List<RowId> ids = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            LongStream.rangeClosed(bounds[i], bounds[i + 1])
                    .mapToObj(RowId::new)
                    .forEach(ids::add);
        }
        return ids;
    }
}
