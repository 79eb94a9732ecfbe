package io.kaizen.sync.adapter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kaizen.sync.adapter.telemetry.otlp.OtlpSettings.Signal;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class OtlpExporterTest {

    private final OtlpReceiver receiver = new OtlpReceiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"events, /v1/logs", "repo_snapshots, /v1/logs", "workspace_facts, /v1/logs", "tool_spans, /v1/traces"})
    void aKindGoesToItsSignalInGzippedProtobuf(String kind, String path) throws Exception {
        receiver.exporter().export(SampleBatches.of(new BatchKind(kind), 2));

        ReceivedRequest request = receiver.onlyRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo(path);
        assertThat(request.header("Content-Type")).containsExactly("application/x-protobuf");
        assertThat(request.header("Content-Encoding")).containsExactly("gzip");
        assertThat(request.header("x-key")).containsExactly("t0p s3cret");
        assertThat(request.header("User-Agent")).containsExactly("kaizen-sync-java/1.2.3");
        Batch batch = SampleBatches.of(new BatchKind(kind), 2);
        long now = 1_770_000_000_123_456_789L;
        ItemMapper mapper = kind.equals("tool_spans")
                ? new Spans(now)
                : LogRecords.of(batch, now).orElseThrow();
        assertThat(request.unzippedBytes()).isEqualTo(Decoded.bodyOf(batch, mapper));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_evals", "session_feedback"})
    void aKindThatIsNothingToOtlpIsTakenWithoutARequest(String kind) throws Exception {
        receiver.exporter().export(SampleBatches.of(new BatchKind(kind), 2));

        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void theSpansAndLogsOfASessionAreOneTrace() throws Exception {
        OtlpExporter exporter = receiver.exporter();
        String session = "\"session_id_hash\":\"blake3:" + "0123456789abcdef".repeat(4) + "\"";
        exporter.export(SampleBatches.of(
                BatchKind.TOOL_SPANS,
                "{" + session + ",\"span_id_hash\":\"blake3:" + "11".repeat(32) + "\",\"started_at_ms\":1}",
                "{" + session + ",\"span_id_hash\":\"blake3:" + "22".repeat(32) + "\",\"started_at_ms\":2}",
                "{\"session_id_hash\":\"other\",\"span_id_hash\":\"blake3:" + "33".repeat(32) + "\"}"));
        exporter.export(SampleBatches.of(BatchKind.EVENTS, "{" + session + ",\"ts_ms\":1,\"payload\":{}}"));

        var spans = Decoded.spans(receiver.requests().get(0).unzippedBytes());
        LogRecord log =
                Decoded.records(receiver.requests().get(1).unzippedBytes()).get(0);
        assertThat(spans.get(1).getTraceId())
                .isEqualTo(spans.get(0).getTraceId())
                .isEqualTo(log.getTraceId());
        assertThat(spans.get(2).getTraceId()).isNotEqualTo(log.getTraceId());
        assertThat(spans.stream().map(span -> span.getSpanId().toByteArray()[0]))
                .containsExactly((byte) 0x11, (byte) 0x22, (byte) 0x33);
        assertThat(spans)
                .allSatisfy(span -> assertThat(span.getParentSpanId().isEmpty()).isTrue());
    }

    @Test
    void eachSignalHasItsOwnUrlAsItIsAndItsOwnHeaders() throws Exception {
        OtlpExporter exporter = receiver.exporter(new OtlpSettings(
                Optional.of(signal("/otlp/l/", Map.of("a", Secret.of("1")))),
                Optional.of(signal("", Map.of("b", Secret.of("2")))),
                "1"));

        exporter.export(SampleBatches.events(1));
        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 1));

        assertThat(receiver.requests()).extracting(ReceivedRequest::target).containsExactly("/otlp/l/", "/");
        assertThat(receiver.requests().get(0).header("a")).containsExactly("1");
        assertThat(receiver.requests().get(0).header("b")).isEmpty();
        assertThat(receiver.requests().get(1).header("b")).containsExactly("2");
    }

    @Test
    void aSignalWithoutAUrlIsNotSent() throws Exception {
        OtlpExporter exporter =
                receiver.exporter(new OtlpSettings(Optional.of(signal("/v1/logs", Map.of())), Optional.empty(), "1"));

        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 1));
        exporter.export(SampleBatches.events(1));

        assertThat(receiver.onlyRequest().target()).isEqualTo("/v1/logs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void bothSignalsLieBelowABaseUrl(String ending) {
        OtlpSettings settings = OtlpSettings.below(URI.create("http://h:4318/otlp" + ending), Map.of(), "1");

        assertThat(settings.logs().orElseThrow().uri()).hasToString("http://h:4318/otlp/v1/logs");
        assertThat(settings.traces().orElseThrow().uri()).hasToString("http://h:4318/otlp/v1/traces");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aRetryableAnswerIsTriedAgainWhenTheReceiverSays(int status) throws Exception {
        receiver.reply(Reply.answer(status).withHeader("Retry-After", "7"), Reply.answer(200));

        receiver.exporter().export(SampleBatches.events(1));

        assertThat(receiver.requests()).hasSize(2);
        assertThat(receiver.waits()).containsExactly(Duration.ofSeconds(7));
        assertThat(receiver.requests().get(1).body())
                .isEqualTo(receiver.requests().get(0).body());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 500, 501})
    void anyOtherFailureIsNot(int status) {
        receiver.reply(Reply.answer(status, "no, t0p s3cret"));
        OtlpExporter exporter = receiver.exporter();

        assertThatThrownBy(() -> exporter.export(SampleBatches.events(1)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("127.0.0.1 answers " + status)
                .hasMessageNotContaining("s3cret");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void f112_whatAReceiverThrewAwayIsCountedAndSaidOnceAndNotSentAgain() throws Exception {
        receiver.reply(
                OtlpReceiver.answer(
                        200,
                        ExportLogsServiceResponse.newBuilder()
                                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                        .setRejectedLogRecords(2)
                                        .setErrorMessage("too\nold for t0p s3cret"))
                                .build()),
                OtlpReceiver.answer(
                        200,
                        ExportTraceServiceResponse.newBuilder()
                                .setPartialSuccess(
                                        ExportTracePartialSuccess.newBuilder().setRejectedSpans(1))
                                .build()));
        OtlpExporter exporter = receiver.exporter();

        exporter.export(SampleBatches.events(3));
        assertThat(receiver.warnings())
                .containsExactly("otlp: 127.0.0.1 took a request of 3 items and rejected 2 of them, saying: "
                        + "too\\nold for *** (they are not sent again)");
        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 1));
        exporter.export(SampleBatches.events(1));

        assertThat(receiver.requests()).hasSize(3);
        assertThat(receiver.warnings()).hasSize(2).last().asString().contains("rejected 1 of them, without a word");
        assertThat(exporter.rejected()).isEqualTo(3);
        assertThat(exporter.partialAnswers()).isEqualTo(2);
    }

    @Test
    void aTokenBehindItsSchemeIsScrubbedAlone() throws Exception {
        receiver.reply(
                OtlpReceiver.answer(
                        200,
                        ExportLogsServiceResponse.newBuilder()
                                .setPartialSuccess(
                                        ExportLogsPartialSuccess.newBuilder().setErrorMessage("I know t0ken"))
                                .build()),
                Reply.answer(403, "not you, t0ken"));
        OtlpExporter exporter = receiver.exporter(
                OtlpSettings.below(receiver.endpoint(), Map.of("authorization", Secret.of("Bearer t0ken")), "1"));

        exporter.export(SampleBatches.events(1));
        assertThat(receiver.warnings().get(0)).contains("I know ***").doesNotContain("t0ken");
        assertThatThrownBy(() -> exporter.export(SampleBatches.events(1)))
                .hasMessageContaining("not you, ***")
                .hasMessageNotContaining("t0ken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "ok"})
    void anAnswerThatReportsNothingIsFullSuccess(String body) throws Exception {
        receiver.reply(Reply.answer(200, body));
        OtlpExporter exporter = receiver.exporter();

        exporter.export(SampleBatches.events(1));

        assertThat(receiver.warnings()).isEmpty();
        assertThat(exporter.partialAnswers()).isZero();
    }

    @Test
    void f112_allRequestsOfALongBatchAreTriedAndOnlyWhatFailedIsSentAgain() throws Exception {
        receiver.reply(Reply.answer(200), Reply.answer(500), Reply.answer(200));
        OtlpExporter exporter = receiver.exporter();
        Batch batch = longBatch(7);

        ExportException partial = catchThrowableOfType(ExportException.class, () -> exporter.export(batch));

        assertThat(partial).hasMessageContaining("answers 500");
        assertThat(partial.taken()).containsExactly(id(1), id(2), id(3), id(7));
        exporter.export(batch.withRows(batch.rows().subList(3, 6)));
        assertThat(sequencesOf(receiver.requests()))
                .containsExactly(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L), List.of(6L), List.of(3L, 4L, 5L));
    }

    @Test
    void whereNoRequestIsTakenTheFirstFailureIsTheResult() {
        receiver.reply(Reply.answer(400, "first"), Reply.answer(401));
        OtlpExporter exporter = receiver.exporter();

        ExportException failure = catchThrowableOfType(ExportException.class, () -> exporter.export(longBatch(4)));

        assertThat(failure).hasMessageContaining("first");
        assertThat(failure.taken()).isEmpty();
        assertThat(failure.getCause().getSuppressed()).hasSize(1);
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void aRequestThatIsTooLargeForTheReceiverIsHalved() throws Exception {
        receiver.reply(Reply.answer(413), Reply.answer(413), Reply.answer(200), Reply.answer(200), Reply.answer(200));

        receiver.exporter()
                .export(SampleBatches.of(BatchKind.EVENTS, event(0, 1), event(1, 1), event(2, 1), event(3, 1)));

        assertThat(sequencesOf(receiver.requests()))
                .containsExactly(List.of(0L, 1L, 2L, 3L), List.of(0L, 1L), List.of(0L), List.of(1L), List.of(2L, 3L));
    }

    @Test
    void aSingleRowThatIsTooLargeIsAFailure() {
        receiver.reply(Reply.answer(413));
        OtlpExporter exporter = receiver.exporter();

        assertThatThrownBy(() -> exporter.export(SampleBatches.events(1))).hasMessageContaining("answers 413");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void f113_aRowThatIsTooLongForAnyRequestIsShortenedAndSaidSo() throws Exception {
        OtlpExporter exporter = receiver.exporter();

        exporter.export(SampleBatches.of(BatchKind.EVENTS, event(0, 1), event(1, OtlpRequests.MAX_BODY_BYTES)));

        assertThat(receiver.warnings())
                .containsExactly("otlp: 1 of 2 items, longer than 4194304 bytes, went without their longest part; the "
                        + "first is of row 2");
        assertThat(exporter.shortened()).isEqualTo(1);
    }

    @Test
    void whoIsInterruptedSendsNothingMore() {
        OtlpExporter exporter = receiver.exporter();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> exporter.export(longBatch(4)))
                .isInstanceOf(ExportException.class)
                .hasMessage("interrupted with requests to go: 2");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void aRowThatIsNoObjectFailsBeforeAnythingIsSent() {
        OtlpExporter exporter = receiver.exporter();

        assertThatThrownBy(() -> exporter.export(SampleBatches.of(BatchKind.EVENTS, event(0, 1), "[]")))
                .hasMessage("row 2 is not an object");
        assertThat(receiver.requests()).isEmpty();
    }

    /** Three rows of it fill a request. */
    private static Batch longBatch(int rows) {
        String[] events = new String[rows];
        Arrays.setAll(events, seq -> event(seq, 1_050_000));
        return SampleBatches.of(BatchKind.EVENTS, events);
    }

    private static String event(int seq, int payloadLength) {
        return "{\"session_id_hash\":\"s\",\"event_seq\":" + seq + ",\"payload\":\"" + "x".repeat(payloadLength)
                + "\"}";
    }

    private static List<List<Long>> sequencesOf(List<ReceivedRequest> requests) {
        List<List<Long>> sequences = new ArrayList<>();
        for (ReceivedRequest request : requests) {
            sequences.add(Decoded.records(request.unzippedBytes()).stream()
                    .map(record -> Decoded.attributes(record.getAttributesList())
                            .get("kaizen.event_seq")
                            .getIntValue())
                    .toList());
        }
        return sequences;
    }

    private Signal signal(String path, Map<String, Secret> headers) {
        return new Signal(URI.create(receiver.endpoint() + path), headers);
    }

    private static RowId id(long value) {
        return new RowId(value);
    }
}
