package io.kaizen.sync.adapter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Sends two rows, decodes what arrives with the official classes, and compares it with the example of {@code docs/exporters/otlp.md},
 * which stands behind its marker. Rewrite it with
 * {@code mvn -pl adapters-telemetry -am test -Dtest=OtlpDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dotlp.rewrite=true}.
 */
class OtlpDocTest {

    private static final Path DOC = Path.of("..", "docs", "exporters", "otlp.md");
    private static final String MARKER = "<!-- printed by OtlpDocTest -->\n";
    private static final String SESSION = "blake3:5796a670482c590e0d9782bfcdc83011ac8efe121c5989f1ba2dde83458bfed0";

    @Test
    void theExampleIsWhatArrives() throws Exception {
        String text = Files.readString(DOC);
        int start = text.indexOf(MARKER) + MARKER.length();
        int end = text.indexOf("\n## ", start);
        String printed = text.substring(0, start) + "\n```\n" + print() + "```\n" + text.substring(end);
        if (Boolean.getBoolean("otlp.rewrite")) {
            Files.writeString(DOC, printed);
        }

        assertThat(printed).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    private static String print() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            OtlpExporter exporter = receiver.exporter();
            exporter.export(SampleBatches.of(
                    BatchKind.EVENTS,
                    "{\"session_id_hash\":\"" + SESSION + "\",\"event_seq\":1,\"ts_ms\":1760000001700,"
                            + "\"agent\":\"cursor\",\"model\":\"composer-1\",\"kind\":\"tool_call\",\"source\":\"proxy\","
                            + "\"tool\":\"Grep\",\"tool_call_id\":\"toolu_307a6f2f\",\"tokens_in\":165317,"
                            + "\"tokens_out\":5681,\"cost_usd_e6\":469421,"
                            + "\"payload\":{\"duration_ms\":36665,\"ok\":true}}"));
            exporter.export(SampleBatches.of(
                    BatchKind.TOOL_SPANS,
                    "{\"session_id_hash\":\"" + SESSION
                            + "\",\"span_id_hash\":\"blake3:e643506ffb667089d8dc6119640893197"
                            + "a0f1f8266952ba43d97d5f5e54c1520\",\"tool\":\"Edit\",\"status\":\"done\","
                            + "\"started_at_ms\":1760000002300,\"ended_at_ms\":1760000004473,\"lead_time_ms\":3826,"
                            + "\"tokens_in\":8876,\"tokens_out\":272,\"reasoning_tokens\":null,\"cost_usd_e6\":225,"
                            + "\"path_hashes\":[\"blake3:384989320b2a16c8\"]}"));
            return print(receiver.requests());
        }
    }

    private static String print(List<ReceivedRequest> requests) {
        byte[] logs = requests.get(0).unzippedBytes();
        byte[] traces = requests.get(1).unzippedBytes();
        StringBuilder text = new StringBuilder();
        text.append("POST ").append(requests.get(0).target()).append('\n');
        print(text, Decoded.logs(logs).getResourceLogs(0).getResource());
        Decoded.records(logs).forEach(record -> print(text, record));
        text.append("\nPOST ").append(requests.get(1).target()).append('\n');
        print(text, Decoded.traces(traces).getResourceSpans(0).getResource());
        Decoded.spans(traces).forEach(span -> print(text, span));
        return text.toString();
    }

    private static void print(StringBuilder text, Resource resource) {
        text.append("resource\n");
        print(text, resource.getAttributesList());
    }

    private static void print(StringBuilder text, LogRecord record) {
        text.append("log record\n");
        line(text, "time_unix_nano", record.getTimeUnixNano());
        line(text, "observed_time_unix_nano", record.getObservedTimeUnixNano());
        line(text, "severity", record.getSeverityText() + " (" + record.getSeverityNumberValue() + ")");
        line(text, "event_name", record.getEventName());
        line(text, "trace_id", HexFormat.of().formatHex(record.getTraceId().toByteArray()));
        line(text, "body", show(record.getBody()));
        text.append("  attributes\n");
        print(text, record.getAttributesList());
    }

    private static void print(StringBuilder text, Span span) {
        text.append("span\n");
        line(text, "trace_id", HexFormat.of().formatHex(span.getTraceId().toByteArray()));
        line(text, "span_id", HexFormat.of().formatHex(span.getSpanId().toByteArray()));
        line(text, "name", span.getName());
        line(text, "kind", span.getKind());
        line(text, "start_time_unix_nano", span.getStartTimeUnixNano());
        line(text, "end_time_unix_nano", span.getEndTimeUnixNano());
        line(text, "status", span.getStatus().getCode());
        text.append("  attributes\n");
        print(text, span.getAttributesList());
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append("  ").append(name).append(" = ").append(value).append('\n');
    }

    private static void print(StringBuilder text, List<KeyValue> attributes) {
        attributes.forEach(pair -> line(text.append("  "), pair.getKey(), show(pair.getValue())));
    }

    private static String show(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> '"' + value.getStringValue() + '"';
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpDocTest::show)
                        .collect(Collectors.joining(", ", "[", "]"));
            case KVLIST_VALUE ->
                value.getKvlistValue().getValuesList().stream()
                        .map(pair -> pair.getKey() + ": " + show(pair.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
