package io.kaizen.sync.adapter.telemetry.otlp;

import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.attributes;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.text;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordsTest {

    private static final String SESSION = "blake3:3c3ae353fb14628e90b401a6c1cc0affdd2ee150d2840277789c1af40ce8fcc9";
    private static final AnyValue ONE_FLAG =
            kvlist("ok", AnyValue.newBuilder().setBoolValue(true).build());

    @Test
    void anEventIsARecordFieldByField() {
        LogRecord record = recordOf(
                BatchKind.EVENTS,
                "{\"session_id_hash\":\"" + SESSION + "\",\"event_seq\":7,\"ts_ms\":1760000001700,\"agent\":\"cursor\","
                        + "\"model\":\"composer-1\",\"kind\":\"tool_call\",\"source\":\"proxy\",\"tool\":\"Grep\","
                        + "\"tool_call_id\":\"toolu_30\",\"tokens_in\":165317,\"tokens_out\":5681,"
                        + "\"reasoning_tokens\":12,\"cost_usd_e6\":-469421,\"payload\":{\"ok\":true}}");

        assertThat(record.toBuilder().clearAttributes().build())
                .isEqualTo(LogRecord.newBuilder()
                        .setTimeUnixNano(1_760_000_001_700_000_000L)
                        .setObservedTimeUnixNano(Decoded.NOW_NANOS)
                        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                        .setSeverityText("INFO")
                        .setBody(ONE_FLAG)
                        .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex("3c3ae353fb14628e90b401a6c1cc0aff")))
                        .setEventName("kaizen.event")
                        .build());
        assertThat(attributesOf(record))
                .isEqualTo(Map.ofEntries(
                        Map.entry("session.id", text(SESSION)),
                        Map.entry("gen_ai.agent.name", text("cursor")),
                        Map.entry("gen_ai.request.model", text("composer-1")),
                        Map.entry("gen_ai.tool.name", text("Grep")),
                        Map.entry("gen_ai.tool.call.id", text("toolu_30")),
                        Map.entry("gen_ai.usage.input_tokens", whole(165317)),
                        Map.entry("gen_ai.usage.output_tokens", whole(5681)),
                        Map.entry("gen_ai.usage.reasoning.output_tokens", whole(12)),
                        Map.entry("kaizen.event_seq", whole(7)),
                        Map.entry("kaizen.ts_ms", whole(1_760_000_001_700L)),
                        Map.entry("kaizen.kind", text("tool_call")),
                        Map.entry("kaizen.source", text("proxy")),
                        Map.entry("kaizen.cost_usd_e6", whole(-469421))));
    }

    @Test
    void whatAnEventLeavesOutIsNoAttribute() {
        LogRecord record = recordOf(BatchKind.EVENTS);

        assertThat(attributesOf(record).keySet())
                .containsExactly(
                        "session.id",
                        "kaizen.event_seq",
                        "kaizen.ts_ms",
                        "gen_ai.agent.name",
                        "gen_ai.request.model",
                        "kaizen.kind",
                        "kaizen.source");
    }

    @ParameterizedTest
    @CsvSource({
        "error, SEVERITY_NUMBER_ERROR, ERROR",
        "tool_result, SEVERITY_NUMBER_INFO, INFO",
        "new_kind, SEVERITY_NUMBER_INFO, INFO"
    })
    void anErrorIsSevere(String kind, SeverityNumber number, String word) {
        LogRecord record = recordOf(
                BatchKind.EVENTS, "{\"session_id_hash\":\"s\",\"ts_ms\":1,\"kind\":\"" + kind + "\",\"payload\":1}");

        assertThat(record.getSeverityNumber()).isEqualTo(number);
        assertThat(record.getSeverityText()).isEqualTo(word);
    }

    @Test
    void theLargestNumbersSurviveAndATimeThatNanosecondsCannotTellIsUnknown() {
        LogRecord record = recordOf(
                BatchKind.EVENTS,
                "{\"session_id_hash\":\"s\",\"event_seq\":18446744073709551615,\"ts_ms\":18446744073709551615,"
                        + "\"tokens_in\":4294967295,\"cost_usd_e6\":-9223372036854775808,\"payload\":null}");

        assertThat(record.getTimeUnixNano()).isZero();
        assertThat(record.getObservedTimeUnixNano()).isEqualTo(Decoded.NOW_NANOS);
        assertThat(attributesOf(record))
                .containsEntry("kaizen.event_seq", text("18446744073709551615"))
                .containsEntry("kaizen.ts_ms", text("18446744073709551615"))
                .containsEntry("gen_ai.usage.input_tokens", whole(4_294_967_295L))
                .containsEntry("kaizen.cost_usd_e6", whole(Long.MIN_VALUE));
    }

    @Test
    void aPayloadOfNullIsAnEmptyBodyAndNoAttribute() {
        LogRecord record = recordOf(BatchKind.EVENTS, "{\"session_id_hash\":\"s\",\"payload\":null}");

        assertThat(record.getBody()).isEqualTo(AnyValue.getDefaultInstance());
        assertThat(attributesOf(record)).containsOnlyKeys("session.id");
    }

    @Test
    void aRepoSnapshotIsARecordWithItsFactsAndEdgesAsTheBody() {
        LogRecord record = recordOf(
                BatchKind.REPO_SNAPSHOTS,
                "{\"snapshot_id_hash\":\"blake3:r\",\"commit_hash\":null,\"indexed_at_ms\":1760000000000,\"dirty\":false,"
                        + "\"chunk_index\":1,\"chunk_total\":3,\"file_facts\":[{\"loc\":5,\"last_changed_ms\":null}],"
                        + "\"edges\":[]}");

        AnyValue fact = kvlist("loc", whole(5), "last_changed_ms", AnyValue.getDefaultInstance());
        assertThat(record.toBuilder().clearAttributes().build())
                .isEqualTo(LogRecord.newBuilder()
                        .setTimeUnixNano(1_760_000_000_000_000_000L)
                        .setObservedTimeUnixNano(Decoded.NOW_NANOS)
                        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                        .setSeverityText("INFO")
                        .setBody(kvlist("file_facts", array(fact), "edges", array()))
                        .setEventName("kaizen.repo_snapshot_chunk")
                        .build());
        assertThat(attributesOf(record))
                .isEqualTo(Map.of(
                        "kaizen.snapshot_id_hash", text("blake3:r"),
                        "kaizen.indexed_at_ms", whole(1_760_000_000_000L),
                        "kaizen.dirty",
                                AnyValue.newBuilder().setBoolValue(false).build(),
                        "kaizen.chunk_index", whole(1),
                        "kaizen.chunk_total", whole(3)));
    }

    @Test
    void workspaceFactsAreARecordThatKnowsOnlyWhenItWasSeen() {
        LogRecord record =
                recordOf(BatchKind.WORKSPACE_FACTS, "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[\"b\",\"c\"]}");

        assertThat(attributesOf(record)).isEmpty();
        assertThat(record.toBuilder().clearAttributes().build())
                .isEqualTo(LogRecord.newBuilder()
                        .setObservedTimeUnixNano(Decoded.NOW_NANOS)
                        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                        .setSeverityText("INFO")
                        .setBody(kvlist("skill_slugs", array(text("a")), "rule_slugs", array(text("b"), text("c"))))
                        .setEventName("kaizen.workspace_fact_snapshot")
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_spans", "session_evals", "session_feedback"})
    void otherKindsAreNoRecords(String kind) {
        assertThat(LogRecords.of(SampleBatches.of(new BatchKind(kind), 1), 1)).isEmpty();
    }

    @Test
    void f111_aRecordHasTheSameUidOnAResendAndAnotherForAnyOtherRow() {
        String row = "{\"session_id_hash\":\"s\",\"event_seq\":1,\"payload\":1}";
        String other = "{\"session_id_hash\":\"s\",\"event_seq\":1,\"payload\":2}";
        Batch batch = SampleBatches.of(BatchKind.EVENTS, row, other, row);
        Batch elsewhere = new Batch(batch.spec(), new BatchEnvelope("team-1", "w", Optional.empty()), batch.rows());
        Batch renamed = new Batch(
                batch.spec(),
                new BatchEnvelope("team-1", SampleBatches.ENVELOPE.workspaceHash(), Optional.of("new-name")),
                batch.rows());

        List<String> uids = uidsOf(batch);

        assertThat(uids.get(0)).matches("[0-9a-f]{32}").isEqualTo(uids.get(2)).isNotEqualTo(uids.get(1));
        assertThat(uidsOf(batch.withRows(batch.rows().subList(1, 3)))).isEqualTo(uids.subList(1, 3));
        assertThat(uidsOf(renamed)).isEqualTo(uids);
        assertThat(uidsOf(elsewhere)).doesNotContainAnyElementsOf(uids);
    }

    private static List<String> uidsOf(Batch batch) {
        return Decoded.recordsOf(batch).stream()
                .map(record -> attributes(record.getAttributesList())
                        .get("log.record.uid")
                        .getStringValue())
                .toList();
    }

    /** All but the name of the record, which a test of its own is about. */
    private static Map<String, AnyValue> attributesOf(LogRecord record) {
        Map<String, AnyValue> attributes = attributes(record.getAttributesList());
        assertThat(attributes.remove("log.record.uid")).isNotNull();
        return attributes;
    }

    private static LogRecord recordOf(BatchKind kind, String... row) {
        return Decoded.recordsOf(row.length == 0 ? SampleBatches.of(kind, 1) : SampleBatches.of(kind, row))
                .get(0);
    }

    private static AnyValue array(AnyValue... values) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(List.of(values)))
                .build();
    }

    private static AnyValue kvlist(Object... namesAndValues) {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            list.addValues(
                    KeyValue.newBuilder().setKey((String) namesAndValues[i]).setValue((AnyValue)
                            namesAndValues[i + 1]));
        }
        return AnyValue.newBuilder().setKvlistValue(list).build();
    }
}
