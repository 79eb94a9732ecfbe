package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: the outbox, the encoder, the flush, the exporter, and a receiver that decodes with the official classes. */
class OtlpFlushTest {

    private static final String SESSION = "blake3:" + "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    private final ScriptedIngest ingest = ScriptedIngest.start();
    private final ScriptedIngest receiver = ScriptedIngest.start();
    private CliFixture cli;

    @BeforeEach
    void enqueueAnEventAndASpan() {
        cli = new CliFixture(folder).config(ingest.endpoint(), "[[telemetry.exporters]]", "type = \"otlp\"");
        cli.input("{\"payload\": 7, \"source\": \"tail\", \"kind\": \"message\", \"model\": \"m\", \"agent\": \"a\", "
                        + "\"ts_ms\": 1, \"event_seq\": 18446744073709551615, \"session_id_hash\": \"" + SESSION
                        + "\", \"git_email\": \"someone@example.com\"}")
                .run("enqueue", "--kind", "events");
        cli.input("{\"session_id_hash\":\"" + SESSION + "\",\"span_id_hash\":\"y\",\"status\":\"done\","
                        + "\"started_at_ms\":2,\"path_hashes\":[]}")
                .run("enqueue", "--kind", "tool_spans");
        cli.env("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint() + "/otlp/")
                .env("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20canary-0tlp");
    }

    @AfterEach
    void close() {
        ingest.close();
        receiver.close();
    }

    @Test
    void aSessionsLogsAndSpansArriveAsOneTrace() throws Exception {
        Run run = cli.run("run", "--once", "--json");

        assertThat(run.exit()).isZero();
        assertThat(receiver.requests())
                .extracting(ReceivedRequest::target)
                .containsExactlyInAnyOrder("/otlp/v1/logs", "/otlp/v1/traces");
        assertThat(receiver.requests())
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).containsExactly("Bearer canary-0tlp"));
        ExportLogsServiceRequest logs = ExportLogsServiceRequest.parseFrom(to("/otlp/v1/logs"));
        ExportTraceServiceRequest traces = ExportTraceServiceRequest.parseFrom(to("/otlp/v1/traces"));
        LogRecord log = logs.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
        Span span = traces.getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(log.getTimeUnixNano()).isEqualTo(1_000_000);
        assertThat(log.getBody().getIntValue()).isEqualTo(7);
        assertThat(attributes(log.getAttributesList()))
                .containsEntry("kaizen.event_seq", "18446744073709551615")
                .doesNotContainKey("kaizen.git_email");
        assertThat(span.getStartTimeUnixNano()).isEqualTo(2_000_000);
        assertThat(span.getTraceId()).isEqualTo(log.getTraceId());
        Resource resource = logs.getResourceLogs(0).getResource();
        assertThat(traces.getResourceSpans(0).getResource()).isEqualTo(resource);
        assertThat(attributes(resource.getAttributesList()))
                .containsEntry("service.name", "kaizen")
                .containsEntry("kaizen.team_id", "team-7")
                .containsEntry("kaizen.project_name", "workspace");
        JsonNode tally = run.json().get("exporters").get(0);
        assertThat(tally.get("name").asText()).isEqualTo("otlp");
        assertThat(tally.get("rows").asInt()).isEqualTo(2);
        assertThat(tally.get("failures").asInt()).isZero();
    }

    @Test
    void whatAReceiverRefusesIsNamedWithoutItsToken() {
        receiver.reply(Reply.answer(403, "no canary-0tlp here"), Reply.answer(403, "no canary-0tlp here"));

        Run run = cli.run("run", "--once");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("otlp").contains("127.0.0.1 answers 403");
        assertThat(run.out() + run.err()).doesNotContain("canary");
    }

    @Test
    void configShowMasksTheHeaders() {
        Run run = cli.run("config", "show");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("telemetry.exporters[0].headers = \"***\"")
                .contains("OTEL_EXPORTER_OTLP_HEADERS")
                .doesNotContain("canary");
    }

    private byte[] to(String target) {
        return receiver.requests().stream()
                .filter(request -> request.target().equals(target))
                .findFirst()
                .orElseThrow()
                .unzippedBytes();
    }

    private static Map<String, String> attributes(List<KeyValue> pairs) {
        return pairs.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, pair -> pair.getValue().getStringValue()));
    }
}
