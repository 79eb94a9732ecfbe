package io.kaizen.sync.adapter.telemetry.otlp;

import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.attributes;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.text;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    private static final String SESSION = "blake3:a712755f6cace4d519d5269512e74f7bfab36728a78beb7e0787c0de2f960063";
    private static final String SPAN = "blake3:c687a63c767b61dabe92745add484c88c5edf95dc96a13c07d556d8be0253425";

    @Test
    void aToolSpanIsASpanFieldByField() {
        Span span = spanOf("{\"session_id_hash\":\"" + SESSION + "\",\"span_id_hash\":\"" + SPAN + "\","
                + "\"tool\":\"Write\",\"status\":\"done\",\"started_at_ms\":1760000000000,"
                + "\"ended_at_ms\":1760000000973,\"lead_time_ms\":3042,\"tokens_in\":3928,\"tokens_out\":93,"
                + "\"reasoning_tokens\":4,\"cost_usd_e6\":4841,\"path_hashes\":[\"blake3:4e\",\"blake3:af\"]}");

        assertThat(span.toBuilder().clearAttributes().build())
                .isEqualTo(Span.newBuilder()
                        .setTraceId(bytes("a712755f6cace4d519d5269512e74f7b"))
                        .setSpanId(bytes("c687a63c767b61da"))
                        .setName("execute_tool Write")
                        .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                        .setStartTimeUnixNano(1_760_000_000_000_000_000L)
                        .setEndTimeUnixNano(1_760_000_000_973_000_000L)
                        .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
                        .build());
        assertThat(attributes(span.getAttributesList()))
                .isEqualTo(Map.ofEntries(
                        Map.entry("gen_ai.operation.name", text("execute_tool")),
                        Map.entry("session.id", text(SESSION)),
                        Map.entry("kaizen.span_id_hash", text(SPAN)),
                        Map.entry("gen_ai.tool.name", text("Write")),
                        Map.entry("kaizen.status", text("done")),
                        Map.entry("kaizen.started_at_ms", whole(1_760_000_000_000L)),
                        Map.entry("kaizen.ended_at_ms", whole(1_760_000_000_973L)),
                        Map.entry("kaizen.lead_time_ms", whole(3042)),
                        Map.entry("gen_ai.usage.input_tokens", whole(3928)),
                        Map.entry("gen_ai.usage.output_tokens", whole(93)),
                        Map.entry("gen_ai.usage.reasoning.output_tokens", whole(4)),
                        Map.entry("kaizen.cost_usd_e6", whole(4841)),
                        Map.entry(
                                "kaizen.path_hashes",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.newBuilder()
                                                .addValues(text("blake3:4e"))
                                                .addValues(text("blake3:af")))
                                        .build())));
    }

    @Test
    void whatASpanLeavesOutIsNoAttribute() {
        Span span =
                spanOf("{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"status\":\"done\",\"started_at_ms\":null,"
                        + "\"ended_at_ms\":null,\"lead_time_ms\":null,\"tokens_in\":null,\"tokens_out\":null,"
                        + "\"reasoning_tokens\":null,\"cost_usd_e6\":null,\"path_hashes\":[]}");

        assertThat(span.getName()).isEqualTo("execute_tool");
        assertThat(attributes(span.getAttributesList()).keySet())
                .containsExactly(
                        "gen_ai.operation.name",
                        "session.id",
                        "kaizen.span_id_hash",
                        "kaizen.status",
                        "kaizen.path_hashes");
    }

    /** What is missing: an end is the start, a start the end, both are now. A span never ends before it starts. */
    @ParameterizedTest
    @CsvSource({
        "1000, 1500, 1000000000, 1500000000",
        "1000, null, 1000000000, 1000000000",
        "null, 1500, 1500000000, 1500000000",
        "null, null, 1770000000123456789, 1770000000123456789",
        "1500, 1000, 1500000000, 1500000000",
        "1000, 18446744073709551615, 1000000000, 1000000000",
        "18446744073709551615, 1500, 1500000000, 1500000000"
    })
    void aSpanAlwaysHasBothTimes(String startedMillis, String endedMillis, long startNanos, long endNanos) {
        Span span = spanOf("{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"started_at_ms\":" + startedMillis
                + ",\"ended_at_ms\":" + endedMillis + "}");

        assertThat(span.getStartTimeUnixNano()).isEqualTo(startNanos);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(endNanos);
    }

    @Test
    void aTimeThatNanosecondsCannotTellIsThereAsItWas() {
        Span span = spanOf("{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"ended_at_ms\":18446744073709551615}");

        assertThat(attributes(span.getAttributesList()))
                .containsEntry("kaizen.ended_at_ms", text("18446744073709551615"))
                .doesNotContainKey("kaizen.started_at_ms");
    }

    @ParameterizedTest
    @CsvSource({
        "done, STATUS_CODE_OK, ''",
        "ok, STATUS_CODE_OK, ''",
        "error, STATUS_CODE_ERROR, error",
        "timeout, STATUS_CODE_ERROR, timeout",
        "orphaned, STATUS_CODE_UNSET, ''",
        "running, STATUS_CODE_UNSET, ''",
        "'', STATUS_CODE_UNSET, ''"
    })
    void theStatusIsOkOrErrorWhereItsWordSaysSo(String word, Status.StatusCode code, String message) {
        Span span = spanOf("{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"status\":\"" + word + "\"}");

        assertThat(span.getStatus().getCode()).isEqualTo(code);
        assertThat(span.getStatus().getMessage()).isEqualTo(message);
        assertThat(attributes(span.getAttributesList())).containsEntry("kaizen.status", text(word));
        assertThat(attributes(span.getAttributesList()).containsKey("error.type"))
                .isEqualTo(code == Status.StatusCode.STATUS_CODE_ERROR);
    }

    private static Span spanOf(String row) {
        return Decoded.spansOf(SampleBatches.of(BatchKind.TOOL_SPANS, row)).get(0);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
