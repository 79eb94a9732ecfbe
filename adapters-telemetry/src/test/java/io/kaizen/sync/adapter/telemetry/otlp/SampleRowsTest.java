package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of every sample row, looked up in what the official classes read, by a second way of reading JSON. */
class SampleRowsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> NAMES = Map.of(
            "session_id_hash", "session.id",
            "agent", "gen_ai.agent.name",
            "model", "gen_ai.request.model",
            "tool", "gen_ai.tool.name",
            "tool_call_id", "gen_ai.tool.call.id",
            "tokens_in", "gen_ai.usage.input_tokens",
            "tokens_out", "gen_ai.usage.output_tokens",
            "reasoning_tokens", "gen_ai.usage.reasoning.output_tokens");
    private static final Set<String> BODIES = Set.of("payload", "file_facts", "edges", "skill_slugs", "rule_slugs");

    @ParameterizedTest
    @CsvSource({"events, ts_ms, 400", "repo_snapshots, indexed_at_ms, 12", "workspace_facts, '', 5"})
    void aLogRecordHasAllOfItsRow(String kind, String time, int count) throws IOException {
        List<String> rows = lines(kind);

        List<LogRecord> records = Decoded.recordsOf(SampleBatches.of(new BatchKind(kind), rows));

        assertThat(records).hasSize(count);
        for (int i = 0; i < count; i++) {
            JsonNode row = JSON.readTree(rows.get(i));
            LogRecord record = records.get(i);
            assertFields(row, record.getAttributesList(), record.getBody());
            assertThat(record.getTimeUnixNano()).isEqualTo(row.path(time).asLong(0) * 1_000_000);
            assertThat(hex(record.getTraceId().toByteArray())).isEqualTo(leadingHex(row, "session_id_hash", 32));
        }
    }

    @Test
    void aSpanHasAllOfItsRow() throws IOException {
        List<String> rows = lines("tool_spans");

        List<Span> spans = Decoded.spansOf(SampleBatches.of(BatchKind.TOOL_SPANS, rows));

        assertThat(spans).hasSize(150);
        for (int i = 0; i < 150; i++) {
            JsonNode row = JSON.readTree(rows.get(i));
            Span span = spans.get(i);
            long start = row.get("started_at_ms").asLong();
            assertFields(row, span.getAttributesList(), AnyValue.getDefaultInstance());
            assertThat(span.getStartTimeUnixNano()).isEqualTo(start * 1_000_000);
            assertThat(span.getEndTimeUnixNano())
                    .isEqualTo(row.path("ended_at_ms").asLong(start) * 1_000_000);
            assertThat(hex(span.getTraceId().toByteArray())).isEqualTo(leadingHex(row, "session_id_hash", 32));
            assertThat(hex(span.getSpanId().toByteArray())).isEqualTo(leadingHex(row, "span_id_hash", 16));
        }
    }

    @Test
    void oddRowsArriveWhole() throws IOException {
        int count = 0;
        for (String line : lines("odd-but-valid")) {
            JsonNode odd = JSON.readTree(line);
            JsonNode row = JSON.readTree(odd.get("raw").textValue());
            BatchKind kind = new BatchKind(odd.get("kind").textValue());
            if (kind.equals(BatchKind.EVENTS)) {
                LogRecord record = Decoded.recordsOf(
                                SampleBatches.of(kind, odd.get("raw").textValue()))
                        .get(0);
                assertFields(row, record.getAttributesList(), record.getBody());
                count++;
            } else if (kind.equals(BatchKind.TOOL_SPANS)) {
                Span span = Decoded.spansOf(
                                SampleBatches.of(kind, odd.get("raw").textValue()))
                        .get(0);
                assertFields(row, span.getAttributesList(), AnyValue.getDefaultInstance());
                count++;
            }
        }
        assertThat(count).isEqualTo(7);
    }

    private static void assertFields(JsonNode row, List<KeyValue> pairs, AnyValue body) {
        Map<String, AnyValue> attributes = Decoded.attributes(pairs);
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            String name = NAMES.getOrDefault(field.getKey(), "kaizen." + field.getKey());
            if (field.getKey().equals("payload")) {
                assertThat(plain(body)).isEqualTo(plain(field.getValue()));
            } else if (BODIES.contains(field.getKey())) {
                assertThat(((Map<?, ?>) plain(body)).get(field.getKey())).isEqualTo(plain(field.getValue()));
            } else if (field.getValue().isNull()) {
                assertThat(attributes).doesNotContainKey(name);
            } else {
                assertThat(plain(Objects.requireNonNull(attributes.get(name), name)))
                        .isEqualTo(plain(field.getValue()));
            }
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.asText();
        }
        return node.isFloatingPointNumber()
                ? node.doubleValue()
                : node.isBoolean() ? node.booleanValue() : node.isNull() ? "null" : node.textValue();
    }

    private static Object plain(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(SampleRowsTest::plain)
                        .toList();
            case KVLIST_VALUE -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.getKvlistValue().getValuesList().forEach(pair -> map.put(pair.getKey(), plain(pair.getValue())));
                yield map;
            }
            case VALUE_NOT_SET -> "null";
            default -> throw new AssertionError(value);
        };
    }

    private static String leadingHex(JsonNode row, String field, int digits) {
        return row.path(field).asText("blake3:").substring(7, row.has(field) ? 7 + digits : 7);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> lines(String file) throws IOException {
        String path = "/samples/" + file + ".ndjson";
        try (InputStream in = Objects.requireNonNull(SampleRowsTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
