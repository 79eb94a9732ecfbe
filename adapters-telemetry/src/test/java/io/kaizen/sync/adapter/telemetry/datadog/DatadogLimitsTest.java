package io.kaizen.sync.adapter.telemetry.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datadog's limits, to the byte. */
class DatadogLimitsTest extends DatadogFixture {

    private static final int MAX_BODY = 5_000_000 - 65_536;

    @ParameterizedTest
    @CsvSource({"999, 1", "1000, 1", "1001, 2", "2000, 2", "2001, 3"})
    void aRequestHasAtMost1000Logs(int events, int requests) throws Exception {
        exporter.export(SampleBatches.events(events));

        assertThat(server.requests()).hasSize(requests);
        assertThat(server.requests().stream()
                        .mapToInt(request -> logsOf(request).size())
                        .sum())
                .isEqualTo(events);
    }

    @Test
    void aRequestIsAsLongAsItMayBe() throws Exception {
        exporter.export(logsOf(499_999, 9, MAX_BODY));

        assertThat(onlyRequest().unzippedBody()).hasSize(MAX_BODY);
    }

    @Test
    void oneByteMoreAndTheLastLogTravelsAlone() throws Exception {
        exporter.export(logsOf(499_999, 9, MAX_BODY + 1));

        assertThat(server.requests())
                .extracting(request -> logsOf(request).size())
                .containsExactly(9, 1);
    }

    @Test
    void aLogOf1MbKeepsItsItem() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, rowForLogOf(1_000_000)));

        assertThat(onlyRequest().unzippedBody()).hasSize(1_000_000 + 2);
        assertThat(onlyLog().has("kaizen")).isTrue();
        assertThat(exporter.shortened()).isZero();
    }

    @Test
    void f113_aLongerOneLosesItsItemKeepsItsFieldsAndIsCounted() throws Exception {
        String tooLong = rowForLogOf(1_000_001);

        exporter.export(SampleBatches.of(BatchKind.EVENTS, tooLong, rowForLogOf(2_000), tooLong));

        List<JsonNode> logs = logsOf(onlyRequest());
        assertThat(logs).extracting(log -> log.has("kaizen")).containsExactly(false, true, false);
        assertThat(logs.get(0).get("message").textValue()).isEqualTo("claude m k tokens_in=0 tokens_out=0");
        assertThat(logs.get(0).get("session_id_hash").textValue()).isEqualTo("s");
        assertThat(logs.get(0).get("project_name").textValue()).isEqualTo("widget");
        assertThat(exporter.shortened()).isEqualTo(2);
    }

    @Test
    void theLimitCountsBytesNotCharacters() throws Exception {
        String row = DatadogRequestTest.event(1, "claude", "m")
                .replace("\"payload\":{}", "\"payload\":\"" + "日".repeat(340_000) + "\"");

        exporter.export(SampleBatches.of(BatchKind.EVENTS, row));

        assertThat(onlyLog().has("kaizen")).isFalse();
    }

    @Test
    void aLogWhoseTextsAloneAreTooLongKeepsWhatIsNotOfTheRow() throws Exception {
        exporter.export(SampleBatches.of(
                BatchKind.EVENTS, DatadogRequestTest.event(1, "a".repeat(2_000_000), "m".repeat(4_000_000))));

        assertThat(onlyLog())
                .isEqualTo(json("{\"timestamp\":1,\"hostname\":\"build-7.example.com\",\"ddsource\":\"kaizen\","
                        + "\"service\":\"kaizen\",\"ddtags\":\"source:kaizen,kaizen.type:kaizen.event\","
                        + "\"kaizen_type\":\"kaizen.event\",\"message\":\"kaizen.event\",\"workspace_hash\":\"blake3:"
                        + "ab".repeat(32) + "\"}"));
        assertThat(exporter.shortened()).isEqualTo(1);
    }

    @Test
    void f113_whatIsOlderThan18HoursIsSentAndCounted() throws Exception {
        long oldest = NOW.minus(Duration.ofHours(18)).toEpochMilli();

        exporter.export(SampleBatches.of(BatchKind.EVENTS, eventAt(oldest - 1), eventAt(oldest), eventAt(oldest - 2)));

        assertThat(logsOf(onlyRequest())).hasSize(3);
        assertThat(exporter.outdated()).isEqualTo(2);
    }

    @Test
    void whatWasNotTakenIsNotCountedYet() {
        server.reply(Reply.answer(403));

        Assertions.catchThrowable(() -> exporter.export(SampleBatches.of(BatchKind.EVENTS, rowForLogOf(1_000_001))));

        assertThat(server.requests()).extracting(ReceivedRequest::method).containsExactly("POST");
        assertThat(exporter.shortened()).isZero();
        assertThat(exporter.outdated()).isZero();
    }

    private static String eventAt(long millis) {
        return DatadogRequestTest.event(1, "claude", "m").replace("\"ts_ms\":1", "\"ts_ms\":" + millis);
    }

    /** A batch of {@code count} logs of {@code each} bytes and one more, which together make a body of {@code body} bytes. */
    private static Batch logsOf(int each, int count, int body) {
        List<String> rows = new ArrayList<>(Collections.nCopies(count, rowForLogOf(each)));
        rows.add(rowForLogOf(body - 2 - count * (each + 1)));
        return SampleBatches.of(BatchKind.EVENTS, rows);
    }

    /** An event whose log is {@code bytes} long. */
    private static String rowForLogOf(int bytes) {
        String row = DatadogRequestTest.event(1, "claude", "m").replace("\"payload\":{}", "\"payload\":\"PAD\"");
        int bare = new DatadogLog(
                                CanonicalItem.of(SampleBatches.of(BatchKind.EVENTS, row))
                                        .get(0),
                                "build-7.example.com",
                                NOW)
                        .whole()
                        .length
                - "PAD".length();
        return row.replace("PAD", "x".repeat(bytes - bare));
    }
}
