package io.kaizen.sync.adapter.telemetry.otlp;

import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.attributes;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.text;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpRequestsTest {

    private static final int LIMIT = 4 * 1024 * 1024;
    private static final InstrumentationScope SCOPE = InstrumentationScope.newBuilder()
            .setName("io.kaizen.sync")
            .setVersion("1.2.3")
            .build();

    @Test
    void logsSayWhoseTheyAre() throws IOException {
        ExportLogsServiceRequest request =
                Decoded.logs(only(logs(SampleBatches.events(2))).body());

        assertThat(request.getResourceLogsCount()).isEqualTo(1);
        assertThat(attributes(request.getResourceLogs(0).getResource().getAttributesList()))
                .isEqualTo(Map.of(
                        "service.name", text("kaizen"),
                        "service.version", text("1.2.3"),
                        "kaizen.schema_version", whole(1),
                        "kaizen.team_id", text("team-1"),
                        "kaizen.workspace_hash", text("blake3:" + "ab".repeat(32)),
                        "kaizen.project_name", text("widget")));
        assertThat(request.getResourceLogs(0).getScopeLogsCount()).isEqualTo(1);
        assertThat(request.getResourceLogs(0).getScopeLogs(0).getScope()).isEqualTo(SCOPE);
        assertThat(request.getResourceLogs(0).getScopeLogs(0).getLogRecordsCount())
                .isEqualTo(2);
    }

    @Test
    void spansSayTheSame() throws IOException {
        ExportTraceServiceRequest traces = Decoded.traces(
                only(spans(SampleBatches.of(BatchKind.TOOL_SPANS, 3))).body());
        ExportLogsServiceRequest logs =
                Decoded.logs(only(logs(SampleBatches.events(1))).body());

        assertThat(traces.getResourceSpans(0).getResource())
                .isEqualTo(logs.getResourceLogs(0).getResource());
        assertThat(traces.getResourceSpans(0).getScopeSpans(0).getScope()).isEqualTo(SCOPE);
        assertThat(traces.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(3);
    }

    @Test
    void aProjectWithoutANameHasNone() throws IOException {
        Batch sample = SampleBatches.events(1);
        Batch nameless = new Batch(sample.spec(), new BatchEnvelope("t", "w", Optional.empty()), sample.rows());

        assertThat(attributes(Decoded.logs(only(logs(nameless)).body())
                        .getResourceLogs(0)
                        .getResource()
                        .getAttributesList()))
                .doesNotContainKey("kaizen.project_name")
                .containsEntry("kaizen.team_id", text("t"));
    }

    /** A record of this payload takes a bit over a million bytes: four of them are over the limit, three are not. */
    @Test
    void f113_aBatchOverTheLimitIsSeveralRequestsInOrder() throws IOException {
        List<OtlpRequest> requests = logs(batchOf(10, 1_050_000));

        assertThat(requests).extracting(OtlpRequest::size).containsExactly(3, 3, 3, 1);
        assertThat(requests.stream().flatMap(request -> request.rowIds().stream()))
                .extracting(RowId::value)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        List<LogRecord> records = new ArrayList<>();
        for (OtlpRequest request : requests) {
            assertThat(request.body().length).isLessThanOrEqualTo(LIMIT);
            records.addAll(Decoded.records(request.body()));
        }
        assertThat(records)
                .extracting(record -> attributes(record.getAttributesList()).get("kaizen.event_seq"))
                .containsExactlyElementsOf(
                        LongStream.range(0, 10).mapToObj(Decoded::whole).toList());
    }

    @Test
    void aRequestIsFilledUpToTheLimitAndNotBeyond() throws IOException {
        int frame = logs(batchOf(2, 0)).get(0).body().length;
        int half = (LIMIT - frame) / 2 - 30;

        assertThat(logs(batchOf(2, half))).hasSize(1);
        assertThat(logs(batchOf(2, half)).get(0).body().length).isBetween(LIMIT - 200, LIMIT);
        assertThat(logs(batchOf(2, half + 40))).hasSize(2);
    }

    /** The lengths of nested messages take one to four bytes: sizes around each step. */
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 50, 100, 120, 127, 128, 200, 16_000, 16_100, 16_200, 16_300, 16_384, 2_097_000, 2_097_152})
    void aBodyIsWhatThePublishedClassesWriteAndItsLengthIsKnownBefore(int payloadLength) throws IOException {
        Batch batch = batchOf(2, payloadLength);
        Frame frame = Frame.of(batch.envelope(), Decoded.VERSION);
        for (int count = 1; count <= 2; count++) {
            ScopeLogs.Builder records = ScopeLogs.newBuilder().setScope(SCOPE);
            ScopeSpans.Builder spans = ScopeSpans.newBuilder().setScope(SCOPE);
            List<ByteString> items = new ArrayList<>();
            for (EncodedRow row : batch.rows().subList(0, count)) {
                Row read = Row.of(row);
                records.addLogRecords(
                        (LogRecord) LogRecords.of(batch, 7).orElseThrow().whole(read));
                spans.addSpans(new Spans(7).whole(read));
                items.add(records.getLogRecords(items.size()).toByteString());
            }
            List<ByteString> spanItems =
                    spans.getSpansList().stream().map(Span::toByteString).toList();

            assertThat(frame.around(items))
                    .isEqualTo(ExportLogsServiceRequest.newBuilder()
                            .addResourceLogs(ResourceLogs.newBuilder()
                                    .setResource(frame.resource())
                                    .addScopeLogs(records))
                            .build()
                            .toByteArray());
            assertThat(frame.around(spanItems))
                    .isEqualTo(ExportTraceServiceRequest.newBuilder()
                            .addResourceSpans(ResourceSpans.newBuilder()
                                    .setResource(frame.resource())
                                    .addScopeSpans(spans))
                            .build()
                            .toByteArray());
            assertThat(frame.bodyBytes(items.stream().mapToLong(Frame::bytesOf).sum()))
                    .isEqualTo(frame.around(items).length);
        }
    }

    @Test
    void aRequestIsFilledToTheLastByte() throws IOException {
        int frame = logs(batchOf(2, 2_000_000)).get(0).body().length - 4_000_000;
        int half = (LIMIT - frame) / 2;

        assertThat(logs(batchOf(2, half))).hasSize(1);
        assertThat(logs(batchOf(2, half)).get(0).body().length).isBetween(LIMIT - 1, LIMIT);
        assertThat(logs(batchOf(2, half + 1))).hasSize(2);
    }

    @Test
    void aRowThatIsTooLongAloneGoesWithoutItsBodyAndSaysSo() throws IOException {
        List<OtlpRequest> requests =
                logs(SampleBatches.of(BatchKind.EVENTS, event(0, 10), event(1, LIMIT), event(2, 10)));

        List<LogRecord> records = Decoded.records(only(requests).body());
        assertThat(records).hasSize(3);
        assertThat(records.get(1).hasBody()).isFalse();
        assertThat(attributes(records.get(1).getAttributesList()))
                .containsEntry("kaizen.event_seq", whole(1))
                .containsEntry("kaizen.omitted_bytes", whole(event(1, LIMIT).length()));
        assertThat(records.get(0).hasBody()).isTrue();
        assertThat(only(requests).shortened()).containsExactly(new RowId(2));
    }

    @Test
    void aSpanThatIsTooLongAloneGoesWithoutItsPaths() throws IOException {
        String row = "{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"status\":\"done\",\"path_hashes\":[\""
                + "p".repeat(LIMIT) + "\"]}";

        OtlpRequest request = only(spans(SampleBatches.of(BatchKind.TOOL_SPANS, row)));

        Span span = Decoded.spans(request.body()).get(0);
        assertThat(attributes(span.getAttributesList()))
                .containsEntry("kaizen.omitted_bytes", whole(row.length()))
                .containsEntry("kaizen.status", text("done"))
                .doesNotContainKey("kaizen.path_hashes");
        assertThat(span.getDroppedAttributesCount()).isEqualTo(1);
        assertThat(request.shortened()).hasSize(1);
    }

    @Test
    void aRequestHalvesIntoTwoWholeOnes() throws IOException {
        OtlpRequest request = only(logs(SampleBatches.events(5)));

        assertThat(request.halves()).extracting(OtlpRequest::rowIds).containsExactly(ids(1, 2), ids(3, 4, 5));
        assertThat(Decoded.records(request.halves().get(1).body())).hasSize(3);
    }

    private static List<OtlpRequest> logs(Batch batch) throws IOException {
        return OtlpRequests.of(batch, LogRecords.of(batch, Decoded.NOW_NANOS).orElseThrow(), Decoded.VERSION);
    }

    private static List<OtlpRequest> spans(Batch batch) throws IOException {
        return OtlpRequests.of(batch, new Spans(Decoded.NOW_NANOS), Decoded.VERSION);
    }

    private static OtlpRequest only(List<OtlpRequest> requests) {
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private static List<RowId> ids(long... values) {
        return Arrays.stream(values).mapToObj(RowId::new).toList();
    }

    private static Batch batchOf(int rows, int payloadLength) {
        return SampleBatches.of(
                BatchKind.EVENTS,
                IntStream.range(0, rows).mapToObj(i -> event(i, payloadLength)).toList());
    }

    private static String event(int seq, int payloadLength) {
        return "{\"session_id_hash\":\"s\",\"event_seq\":" + seq + ",\"payload\":\"" + "x".repeat(payloadLength)
                + "\"}";
    }
}
