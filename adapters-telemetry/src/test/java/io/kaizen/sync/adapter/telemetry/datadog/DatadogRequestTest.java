package io.kaizen.sync.adapter.telemetry.datadog;

import static io.kaizen.sync.testkit.SampleBatches.ENVELOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, field by field as the contract has it. */
class DatadogRequestTest extends DatadogFixture {

    private static final String HASH = "blake3:" + "ab".repeat(32);

    private static final String HEAD =
            "\"hostname\":\"build-7.example.com\",\"ddsource\":\"kaizen\",\"service\":\"kaizen\",";

    private static final String ITEM_ENVELOPE = "\"envelope\":{\"kaizen_schema_version\":1,\"team_id\":\"team-1\","
            + "\"workspace_hash\":\"" + HASH + "\",\"identity\":{\"team\":null,\"workspace_label\":\"widget\","
            + "\"runner_label\":null,\"actor_kind\":null,\"actor_label\":null,\"agent\":null,\"model\":null,"
            + "\"env\":null,\"job\":null,\"branch\":null}},";

    private static final String PROJECT = ",\"workspace_hash\":\"" + HASH + "\",\"project_name\":\"widget\"";

    @Test
    void theRequestIsACompressedPostWithTheKey() throws Exception {
        exporter.export(SampleBatches.events(1));

        ReceivedRequest request = onlyRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/api/v2/logs");
        assertThat(request.header("DD-API-KEY")).containsExactly(KEY.reveal());
        assertThat(request.header("Content-Encoding")).containsExactly("gzip");
        assertThat(request.header("Content-Type")).containsExactly("application/json");
        assertThat(request.unzippedBody()).startsWith("[{").endsWith("}]");
    }

    @Test
    void anEventWithAllItsFields() throws Exception {
        String row = "{\"session_id_hash\":\"blake3:s\",\"event_seq\":7,\"ts_ms\":1760000000123,\"agent\":\"claude\","
                + "\"model\":\"opus\",\"kind\":\"tool_call\",\"source\":\"hook\",\"tool\":\"Read\",\"tool_call_id\":\"t1\","
                + "\"tokens_in\":12,\"tokens_out\":34,\"reasoning_tokens\":5,\"cost_usd_e6\":-6,"
                + "\"payload\":{\"n\":1.50,\"t\":\"→\"}}";

        exporter.export(SampleBatches.of(BatchKind.EVENTS, row));

        assertThat(onlyLog())
                .isEqualTo(json("{\"timestamp\":1760000000123," + HEAD
                        + "\"ddtags\":\"source:kaizen,kaizen.type:kaizen.event,agent:claude,model:opus,project_name:widget\","
                        + "\"kaizen_type\":\"kaizen.event\","
                        + "\"message\":\"claude opus tool_call tokens_in=12 tokens_out=34\","
                        + "\"kaizen\":{\"kind\":\"event\"," + ITEM_ENVELOPE + "\"name\":\"event\",\"event\":" + row
                        + "}" + PROJECT
                        + ",\"session_id_hash\":\"blake3:s\",\"kind\":\"tool_call\",\"tool\":\"Read\",\"tokens_in\":12,"
                        + "\"tokens_out\":34,\"reasoning_tokens\":5,\"cost_usd_e6\":-6,\"agent\":\"claude\","
                        + "\"model\":\"opus\"}"));
    }

    @Test
    void anEventWithWhatItMustHaveCountsMissingTokensAsNone() throws Exception {
        exporter.export(SampleBatches.events(1));

        JsonNode log = onlyLog();
        assertThat(log.get("message").textValue()).isEqualTo("claude m tool_call tokens_in=0 tokens_out=0");
        assertThat(fieldsOf(log))
                .containsExactly(
                        "timestamp",
                        "hostname",
                        "ddsource",
                        "service",
                        "ddtags",
                        "kaizen_type",
                        "message",
                        "kaizen",
                        "workspace_hash",
                        "project_name",
                        "session_id_hash",
                        "kind",
                        "agent",
                        "model");
    }

    @Test
    void aSpanWithAllItsFields() throws Exception {
        String row =
                "{\"session_id_hash\":\"blake3:s\",\"span_id_hash\":\"blake3:p\",\"tool\":\"Edit\",\"status\":\"done\","
                        + "\"started_at_ms\":1760000000000,\"ended_at_ms\":1760000000973,\"lead_time_ms\":3042,\"tokens_in\":1,"
                        + "\"tokens_out\":2,\"reasoning_tokens\":3,\"cost_usd_e6\":4,\"path_hashes\":[\"blake3:f\"]}";

        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, row));

        assertThat(onlyLog())
                .isEqualTo(json("{\"timestamp\":1760000000000," + HEAD
                        + "\"ddtags\":\"source:kaizen,kaizen.type:kaizen.tool_span,project_name:widget\","
                        + "\"kaizen_type\":\"kaizen.tool_span\",\"message\":\"kaizen.tool_span\","
                        + "\"kaizen\":{\"kind\":\"tool_span\"," + ITEM_ENVELOPE + "\"name\":\"tool_span\",\"span\":"
                        + row + "}" + PROJECT
                        + ",\"session_id_hash\":\"blake3:s\",\"tool\":\"Edit\",\"status\":\"done\",\"lead_time_ms\":3042,"
                        + "\"tokens_in\":1,\"tokens_out\":2,\"reasoning_tokens\":3,\"cost_usd_e6\":4}"));
    }

    @ParameterizedTest
    @CsvSource({"5, 9, 5", "null, 9, 9", "0, 9, 0"})
    void aSpansTimeIsItsStartElseItsEnd(String start, String end, long time) throws Exception {
        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, spanBetween(start, end)));

        assertThat(onlyLog().get("timestamp").longValue()).isEqualTo(time);
    }

    @Test
    void aSpanWithoutTimesHappenedNowAndItsNullsAreNotCopied() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, spanBetween("null", "null")));

        JsonNode log = onlyLog();
        assertThat(log.get("timestamp").longValue()).isEqualTo(NOW.toEpochMilli());
        assertThat(fieldsOf(log)).doesNotContain("lead_time_ms", "tokens_in", "tokens_out", "cost_usd_e6");
        assertThat(log.at("/kaizen/span/tokens_in").isNull()).isTrue();
    }

    @Test
    void aSnapshot() throws Exception {
        String row = "{\"snapshot_id_hash\":\"blake3:r\",\"commit_hash\":null,\"indexed_at_ms\":1760000000009,"
                + "\"dirty\":true,\"chunk_index\":0,\"chunk_total\":1,\"file_facts\":[],"
                + "\"edges\":[{\"from_hash\":\"a\",\"to_hash\":\"b\",\"kind\":\"import\",\"weight\":1}]}";

        exporter.export(SampleBatches.of(BatchKind.REPO_SNAPSHOTS, row));

        assertThat(onlyLog())
                .isEqualTo(json("{\"timestamp\":1760000000009," + HEAD
                        + "\"ddtags\":\"source:kaizen,kaizen.type:kaizen.repo_snapshot_chunk,project_name:widget\","
                        + "\"kaizen_type\":\"kaizen.repo_snapshot_chunk\",\"message\":\"kaizen.repo_snapshot_chunk\","
                        + "\"kaizen\":{\"kind\":\"repo_snapshot_chunk\"," + ITEM_ENVELOPE
                        + "\"name\":\"repo_snapshot_chunk\",\"chunk\":" + row + "}" + PROJECT
                        + ",\"snapshot_id_hash\":\"blake3:r\"}"));
    }

    @Test
    void aFactHappenedNow() throws Exception {
        String row = "{\"skill_slugs\":[\"blake3:a\"],\"rule_slugs\":[]}";

        exporter.export(SampleBatches.of(BatchKind.WORKSPACE_FACTS, row));

        assertThat(onlyLog())
                .isEqualTo(json("{\"timestamp\":" + NOW.toEpochMilli() + "," + HEAD
                        + "\"ddtags\":\"source:kaizen,kaizen.type:kaizen.workspace_fact_snapshot,project_name:widget\","
                        + "\"kaizen_type\":\"kaizen.workspace_fact_snapshot\","
                        + "\"message\":\"kaizen.workspace_fact_snapshot\","
                        + "\"kaizen\":{\"kind\":\"workspace_fact_snapshot\"," + ITEM_ENVELOPE
                        + "\"name\":\"workspace_fact_snapshot\",\"payload\":" + row + "}" + PROJECT + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_evals", "session_feedback"})
    void judgementsOfSessionsAreTakenWithoutARequest(String kind) throws Exception {
        exporter.export(SampleBatches.of(new BatchKind(kind), 2));

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withoutAProjectNameNothingNamesOne() throws Exception {
        Batch named = SampleBatches.events(1);
        BatchEnvelope nameless = new BatchEnvelope(ENVELOPE.teamId(), ENVELOPE.workspaceHash(), Optional.empty());

        exporter.export(new Batch(named.spec(), nameless, named.rows()));

        JsonNode log = onlyLog();
        assertThat(log.get("ddtags").textValue())
                .isEqualTo("source:kaizen,kaizen.type:kaizen.event,agent:claude,model:m");
        assertThat(fieldsOf(log)).doesNotContain("project_name");
        assertThat(log.at("/kaizen/envelope/identity").isMissingNode()).isTrue();
    }

    @Test
    void aValueCannotAddATagOfItsOwn() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(1, "a,env:prod", "")));

        JsonNode log = onlyLog();
        assertThat(log.get("ddtags").textValue())
                .isEqualTo("source:kaizen,kaizen.type:kaizen.event,agent:a_env:prod,project_name:widget");
        assertThat(log.get("agent").textValue()).isEqualTo("a,env:prod");
    }

    @Test
    void theLargestNumbersAreExact() throws Exception {
        exporter.export(SampleBatches.of(
                BatchKind.EVENTS,
                "{\"session_id_hash\":\"s\",\"event_seq\":18446744073709551615,\"ts_ms\":18446744073709551615,"
                        + "\"agent\":\"\uD83D\uDE00\",\"model\":\"日本\",\"kind\":\"k\",\"source\":\"tail\","
                        + "\"tokens_in\":4294967295,\"cost_usd_e6\":-9223372036854775808,\"payload\":1e400}"));

        String body = onlyRequest().unzippedBody();
        assertThat(body)
                .contains(
                        "{\"timestamp\":18446744073709551615,",
                        "\"event_seq\":18446744073709551615",
                        "\"message\":\"\uD83D\uDE00 日本 k tokens_in=4294967295 tokens_out=0\"",
                        ",\"cost_usd_e6\":-9223372036854775808,\"agent\"",
                        "\"payload\":1e400}");
    }

    static String event(int seq, String agent, String model) {
        return "{\"session_id_hash\":\"s\",\"event_seq\":" + seq + ",\"ts_ms\":1,\"agent\":\"" + agent
                + "\",\"model\":\"" + model + "\",\"kind\":\"k\",\"source\":\"tail\",\"payload\":{}}";
    }

    private static String spanBetween(String start, String end) {
        return "{\"session_id_hash\":\"s\",\"span_id_hash\":\"p\",\"status\":\"done\",\"started_at_ms\":" + start
                + ",\"ended_at_ms\":" + end + ",\"lead_time_ms\":null,\"tokens_in\":null,\"tokens_out\":null,"
                + "\"reasoning_tokens\":null,\"cost_usd_e6\":null,\"path_hashes\":[]}";
    }

    private static List<String> fieldsOf(JsonNode log) {
        List<String> names = new ArrayList<>();
        log.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
