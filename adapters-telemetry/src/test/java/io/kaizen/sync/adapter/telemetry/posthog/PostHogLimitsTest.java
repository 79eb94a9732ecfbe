package io.kaizen.sync.adapter.telemetry.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PostHog's limits, to the byte, and what becomes of rows that are over them. */
class PostHogLimitsTest extends PostHogFixture {

    private static final int MAX_BODY = 20_000_000 - 65_536;
    private static final int FRAME = ("{\"api_key\":\"" + KEY.reveal() + "\",\"batch\":[]}").length();

    @Test
    void aRequestIsAsLongAsItMayBe() throws Exception {
        exporter.export(eventsOf(949_999, 20, MAX_BODY));

        assertThat(onlyRequest().body()).hasSize(MAX_BODY);
    }

    @Test
    void oneByteMoreAndTheLastEventTravelsAlone() throws Exception {
        exporter.export(eventsOf(949_999, 20, MAX_BODY + 1));

        assertThat(server.requests())
                .extracting(request -> eventsOf(request).size())
                .containsExactly(20, 1);
    }

    @Test
    void f113_anEventOf1MbIsSentAndALongerOneIsLeftOutAndCounted() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, row(1_000_000), row(1_000_001), row(500), row(2_000_000)));

        assertThat(eventsOf(onlyRequest())).hasSize(2);
        assertThat(onlyRequest().body()).hasSize(FRAME + 1_000_000 + 1 + 500);
        assertThat(exporter.leftOut()).isEqualTo(2);
    }

    @Test
    void aBatchOfNothingButRowsThatAreTooLongIsTakenWithoutARequest() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, row(1_000_001)));

        assertThat(server.requests()).isEmpty();
        assertThat(exporter.leftOut()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsTooLargeIsHalvedUntilTheOneThatIsTooLargeStandsAloneAndIsLeftOut() throws Exception {
        server.reply(Reply.answer(413), Reply.answer(200), Reply.answer(413), Reply.answer(413), Reply.answer(200));

        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(1), event(2), row(600_000), event(4)));

        assertThat(server.requests())
                .extracting(request -> eventsOf(request).size())
                .containsExactly(4, 2, 2, 1, 1);
        assertThat(exporter.leftOut()).isEqualTo(1);
    }

    @Test
    void aShortEventThatIsTooLargeForTheServerIsAFailureAndNotLeftOut() {
        server.reply(Reply.answer(413), Reply.answer(413), Reply.answer(200));

        ExportException refused = catchThrowableOfType(
                ExportException.class, () -> exporter.export(SampleBatches.of(BatchKind.EVENTS, event(1), event(2))));

        assertThat(refused).hasMessageContaining("413");
        assertThat(refused.taken()).containsExactly(new RowId(2));
        assertThat(exporter.leftOut()).isZero();
    }

    @Test
    void whatWasTakenIsNotSentAgainAndWhatIsTooLongIsCountedOnce() throws Exception {
        Batch batch = eventsOf(949_999, 20, MAX_BODY + 1);
        List<String> rows = new ArrayList<>(
                batch.rows().stream().map(row -> textOf(row.json())).toList());
        rows.add(row(1_000_001));
        Batch withOneTooLong = SampleBatches.of(BatchKind.EVENTS, rows);
        server.reply(Reply.answer(200), Reply.answer(503));
        mayWait = false;

        ExportException partial = catchThrowableOfType(ExportException.class, () -> exporter.export(withOneTooLong));
        assertThat(partial.taken()).hasSize(20).startsWith(new RowId(1)).endsWith(new RowId(20));
        assertThat(exporter.leftOut()).isZero();

        exporter.export(rest(withOneTooLong, partial));
        assertThat(eventsOf(server.requests().get(2))).hasSize(1);
        assertThat(server.requests()).hasSize(3);
        assertThat(exporter.leftOut()).isEqualTo(1);
    }

    @Test
    void aFailureIsTriedAgainWithTheSameBody() throws Exception {
        server.reply(Reply.answer(500), Reply.answer(429).withHeader("Retry-After", "1"), Reply.answer(503));

        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(1)));

        assertThat(server.requests())
                .hasSize(4)
                .extracting(ReceivedRequest::body)
                .containsOnly(onlyBody());
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        server.reply(Reply.answer(400, "no"));

        assertThatThrownBy(() -> exporter.export(SampleBatches.events(2)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("no");
        assertThat(server.requests()).hasSize(1);
    }

    private byte[] onlyBody() {
        return server.requests().get(0).body();
    }

    private static List<Integer> sequence(ReceivedRequest request) {
        return eventsOf(request).stream()
                .map(event -> event.at("/properties/event_seq").intValue())
                .toList();
    }

    /** A batch of {@code count} events of {@code each} bytes and one more, which together make a body of {@code body} bytes. */
    private static Batch eventsOf(int each, int count, int body) {
        List<String> rows = new ArrayList<>(Collections.nCopies(count, row(each)));
        rows.add(row(body - FRAME - count * (each + 1)));
        return SampleBatches.of(BatchKind.EVENTS, rows);
    }

    /** A row whose event is {@code bytes} long. */
    private static String row(int bytes) {
        String row = event(1);
        int bare = PostHogEvent.of(CanonicalItem.of(SampleBatches.of(BatchKind.EVENTS, row))
                                .get(0))
                        .length
                - "PAD".length();
        return row.replace("PAD", "x".repeat(bytes - bare));
    }
}
