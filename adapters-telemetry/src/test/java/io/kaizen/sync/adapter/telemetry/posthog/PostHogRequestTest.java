package io.kaizen.sync.adapter.telemetry.posthog;

import static io.kaizen.sync.testkit.SampleBatches.ENVELOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, field by field as the contract has it. */
class PostHogRequestTest extends PostHogFixture {

    private static final String HASH = "blake3:" + "ab".repeat(32);

    private static final String ENVELOPE_PROPERTIES = "\"kaizen_schema_version\":1,\"team_id\":\"team-1\","
            + "\"workspace_hash\":\"" + HASH + "\",\"project_name\":\"widget\",";

    @ParameterizedTest
    @CsvSource({"'', /batch/", "/, /batch/", "/ingest/eu, /ingest/eu/batch/", "/ingest//, /ingest/batch/"})
    void theRequestGoesBelowTheHostsPath(String path, String target) throws Exception {
        exporterTo(server.endpoint() + path).export(SampleBatches.events(1));

        ReceivedRequest request = onlyRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.header("Content-Type")).containsExactly("application/json");
    }

    @Test
    void theBodyIsTheKeyAndTheEventsInOrder() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(3), event(1), event(2)));

        JsonNode body = json(textOf(onlyRequest().body()));
        assertThat(body.fieldNames()).toIterable().containsExactly("api_key", "batch");
        assertThat(body.get("api_key").textValue()).isEqualTo(KEY.reveal());
        assertThat(eventsOf(onlyRequest()))
                .extracting(event -> event.at("/properties/event_seq").intValue())
                .containsExactly(3, 1, 2);
    }

    @Test
    void anEventsPropertiesAreItsOwnFieldsAndTheProject() throws Exception {
        String row = "{\"session_id_hash\":\"blake3:s\",\"event_seq\":7,\"ts_ms\":1760000000123,\"agent\":\"claude\","
                + "\"model\":\"opus\",\"kind\":\"tool_call\",\"source\":\"hook\",\"tool\":\"Read\",\"tool_call_id\":\"t1\","
                + "\"tokens_in\":12,\"tokens_out\":34,\"reasoning_tokens\":5,\"cost_usd_e6\":-6,"
                + "\"payload\":{\"n\":1.50,\"t\":\"→\"}}";

        exporter.export(SampleBatches.of(BatchKind.EVENTS, row));

        assertThat(withoutUuid(onlyEvent()))
                .isEqualTo(json("{\"event\":\"kaizen.event\",\"distinct_id\":\"" + HASH + "\",\"properties\":"
                        + row.substring(0, row.length() - 1) + ",\"project_name\":\"widget\"},"
                        + "\"timestamp\":\"2025-10-09T08:53:20.123Z\"}"));
    }

    @Test
    void aSpan() throws Exception {
        String row =
                "{\"session_id_hash\":\"blake3:s\",\"span_id_hash\":\"blake3:p\",\"tool\":\"Edit\",\"status\":\"done\","
                        + "\"started_at_ms\":1760000000000,\"ended_at_ms\":1760000000973,\"lead_time_ms\":3042,\"tokens_in\":null,"
                        + "\"tokens_out\":2,\"reasoning_tokens\":3,\"cost_usd_e6\":4,\"path_hashes\":[\"blake3:f\"]}";

        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, row));

        assertThat(withoutUuid(onlyEvent()))
                .isEqualTo(json("{\"event\":\"kaizen.tool_span\",\"distinct_id\":\"" + HASH + "\",\"properties\":{"
                        + ENVELOPE_PROPERTIES + "\"span\":" + row + "},\"timestamp\":\"2025-10-09T08:53:20Z\"}"));
    }

    @Test
    void aSnapshot() throws Exception {
        String row = "{\"snapshot_id_hash\":\"blake3:r\",\"commit_hash\":null,\"indexed_at_ms\":1760000000009,"
                + "\"dirty\":true,\"chunk_index\":0,\"chunk_total\":1,\"file_facts\":[],\"edges\":[]}";

        exporter.export(SampleBatches.of(BatchKind.REPO_SNAPSHOTS, row));

        assertThat(withoutUuid(onlyEvent()))
                .isEqualTo(json("{\"event\":\"kaizen.repo_snapshot_chunk\",\"distinct_id\":\"" + HASH
                        + "\",\"properties\":{" + ENVELOPE_PROPERTIES + "\"chunk\":" + row
                        + "},\"timestamp\":\"2025-10-09T08:53:20.009Z\"}"));
    }

    @Test
    void aFactHasNoTimestamp() throws Exception {
        String row = "{\"skill_slugs\":[\"blake3:a\"],\"rule_slugs\":[]}";

        exporter.export(SampleBatches.of(BatchKind.WORKSPACE_FACTS, row));

        assertThat(withoutUuid(onlyEvent()))
                .isEqualTo(json("{\"event\":\"kaizen.workspace_fact_snapshot\",\"distinct_id\":\"" + HASH
                        + "\",\"properties\":{" + ENVELOPE_PROPERTIES + "\"payload\":" + row + "}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_evals", "session_feedback"})
    void judgementsOfSessionsAreTakenWithoutARequest(String kind) throws Exception {
        exporter.export(SampleBatches.of(new BatchKind(kind), 2));

        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "tool_spans", "repo_snapshots", "workspace_facts"})
    void withoutAProjectNameThereIsNone(String kind) throws Exception {
        Batch named = SampleBatches.of(new BatchKind(kind), 1);
        BatchEnvelope nameless = new BatchEnvelope(ENVELOPE.teamId(), ENVELOPE.workspaceHash(), Optional.empty());

        exporter.export(new Batch(named.spec(), nameless, named.rows()));

        assertThat(onlyEvent().get("properties").has("project_name")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "5,                    1970-01-01T00:00:00.005Z",
                "253402300799999,      9999-12-31T23:59:59.999Z",
                "253402300800000,      none",
                "9223372036854775808,  none",
                "18446744073709551615, none"
            })
    void aTimeThatIso8601CannotWriteInFourDigitsIsLeftOutAndStaysInTheRow(String millis, String timestamp)
            throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(1).replace("\"ts_ms\":1", "\"ts_ms\":" + millis)));

        assertThat(onlyEvent().path("timestamp").textValue()).isEqualTo(timestamp);
        assertThat(onlyEvent().at("/properties/ts_ms").bigIntegerValue()).hasToString(millis);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"5, 9, 1970-01-01T00:00:00.005Z", "null, 9, 1970-01-01T00:00:00.009Z", "null, null, none"})
    void aSpansTimeIsItsStartElseItsEnd(String start, String end, String timestamp) throws Exception {
        exporter.export(SampleBatches.of(
                BatchKind.TOOL_SPANS,
                "{\"session_id_hash\":\"s\",\"span_id_hash\":\"p\",\"status\":\"done\",\"started_at_ms\":" + start
                        + ",\"ended_at_ms\":" + end + ",\"path_hashes\":[]}"));

        assertThat(onlyEvent().path("timestamp").textValue()).isEqualTo(timestamp);
    }

    @Test
    void numbersKeepTheirTextAndNamesAreQuoted() throws Exception {
        Batch named = SampleBatches.of(
                BatchKind.EVENTS,
                event(1).replace("\"event_seq\":1", "\"event_seq\":18446744073709551615")
                        .replace("\"PAD\"", "1.0e400"));
        BatchEnvelope odd = new BatchEnvelope("t", ENVELOPE.workspaceHash(), Optional.of("w\"\uD83D\uDE00"));

        exporter.export(new Batch(named.spec(), odd, named.rows()));

        assertThat(textOf(onlyRequest().body()))
                .contains(
                        "\"event_seq\":18446744073709551615,",
                        "\"payload\":1.0e400,\"project_name\":\"w\\\"\uD83D\uDE00\"}");
    }

    private static JsonNode withoutUuid(JsonNode event) {
        assertThat(event.get("uuid").textValue()).isNotEmpty();
        return ((ObjectNode) event).without("uuid");
    }
}
