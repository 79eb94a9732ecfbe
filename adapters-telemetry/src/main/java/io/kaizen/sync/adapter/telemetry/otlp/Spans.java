package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Maps tool spans to spans (opentelemetry/proto/trace/v1/trace.proto), named as the semantic conventions name the execution of a
 * tool. All spans of a session are roots of one trace: a row does not say which span is its parent.
 */
final class Spans implements ItemMapper {

    private static final Set<String> OK_WORDS = Set.of("done", "ok", "success", "completed");
    private static final Set<String> ERROR_WORDS =
            Set.of("error", "failed", "failure", "timeout", "timed_out", "cancelled", "canceled");
    private static final Set<String> LONG_FIELDS = Set.of("path_hashes");

    private final long nowNanos;

    /** @param nowNanos the time of a span whose row tells none */
    Spans(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    @Override
    public Span whole(Row row) {
        return head(row).addAllAttributes(row.attributes(Set.of())).build();
    }

    @Override
    public Span brief(Row row) {
        return head(row)
                .addAllAttributes(row.attributes(LONG_FIELDS))
                .addAttributes(row.omission())
                .setDroppedAttributesCount(LONG_FIELDS.size())
                .build();
    }

    private Span.Builder head(Row row) {
        Span.Builder head = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        OtlpIds.traceId(row.text("session_id_hash").orElse(""))))
                .setSpanId(ByteString.copyFrom(
                        OtlpIds.spanId(row.text("span_id_hash").orElse(""))))
                .setName(row.text("tool")
                        .map(tool -> Names.EXECUTE_TOOL + " " + tool)
                        .orElse(Names.EXECUTE_TOOL))
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL);
        setTimes(head, row);
        setStatus(head, row.text("status").orElse(""));
        return head.addAttributes(AnyValues.pair(Names.OPERATION_NAME, AnyValues.text(Names.EXECUTE_TOOL)));
    }

    /** OTLP requires both: a span with one time starts and ends there, and its attributes have what the row had. */
    private void setTimes(Span.Builder head, Row row) {
        OptionalLong started = row.nanosOf("started_at_ms");
        OptionalLong ended = row.nanosOf("ended_at_ms");
        long start = started.orElse(ended.orElse(nowNanos));
        head.setStartTimeUnixNano(start).setEndTimeUnixNano(Math.max(start, ended.orElse(start)));
    }

    /** An unknown word, such as {@code orphaned}, leaves the status unset. */
    private static void setStatus(Span.Builder head, String status) {
        if (OK_WORDS.contains(status)) {
            head.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
        } else if (ERROR_WORDS.contains(status)) {
            head.setStatus(Status.newBuilder()
                            .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                            .setMessage(status))
                    .addAttributes(AnyValues.pair(Names.ERROR_TYPE, AnyValues.text(status)));
        }
    }
}
