package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Maps tool spans to spans (opentelemetry/proto/trace/v1/trace.proto), named as the semantic conventions name the execution of a
 * tool. All spans of a session are roots of one trace: a row does not say which span is its parent.
 */
final class Spans implements ItemMapper {

    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int NAME = 5;
    private static final int KIND = 6;
    private static final int START_TIME_UNIX_NANO = 7;
    private static final int END_TIME_UNIX_NANO = 8;
    private static final int ATTRIBUTES = 9;
    private static final int DROPPED_ATTRIBUTES_COUNT = 10;
    private static final int STATUS = 15;
    private static final int STATUS_MESSAGE = 2;
    private static final int STATUS_CODE = 3;

    private static final int INTERNAL = 1;
    private static final int OK = 1;
    private static final int ERROR = 2;

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
    public byte[] whole(Row row) {
        ProtoWriter out = head(row);
        row.writeAttributes(out, ATTRIBUTES, Set.of());
        return out.toByteArray();
    }

    @Override
    public byte[] brief(Row row) {
        ProtoWriter out = head(row);
        row.writeAttributes(out, ATTRIBUTES, LONG_FIELDS);
        row.writeOmission(out, ATTRIBUTES);
        out.varint(DROPPED_ATTRIBUTES_COUNT, LONG_FIELDS.size());
        return out.toByteArray();
    }

    private ProtoWriter head(Row row) {
        ProtoWriter out = new ProtoWriter();
        out.bytes(TRACE_ID, OtlpIds.traceId(row.text("session_id_hash").orElse("")));
        out.bytes(SPAN_ID, OtlpIds.spanId(row.text("span_id_hash").orElse("")));
        out.string(
                NAME,
                row.text("tool").map(tool -> Names.EXECUTE_TOOL + " " + tool).orElse(Names.EXECUTE_TOOL));
        out.varint(KIND, INTERNAL);
        writeTimes(out, row);
        writeStatus(out, row.text("status").orElse(""));
        AnyValue.writePair(out, ATTRIBUTES, Names.OPERATION_NAME, new Text(Names.EXECUTE_TOOL));
        return out;
    }

    /** Both are required: a span that tells one time is a moment then, and its attributes tell what the row had. */
    private void writeTimes(ProtoWriter out, Row row) {
        OptionalLong started = row.nanosOf("started_at_ms");
        OptionalLong ended = row.nanosOf("ended_at_ms");
        long start = started.orElse(ended.orElse(nowNanos));
        out.fixed64(START_TIME_UNIX_NANO, start);
        out.fixed64(END_TIME_UNIX_NANO, Math.max(start, ended.orElse(start)));
    }

    /** A word that we do not know, such as {@code orphaned}, says neither: the status stays unset. */
    private static void writeStatus(ProtoWriter out, String status) {
        if (OK_WORDS.contains(status)) {
            out.message(STATUS, content -> content.varint(STATUS_CODE, OK));
        } else if (ERROR_WORDS.contains(status)) {
            out.message(STATUS, content -> {
                content.string(STATUS_MESSAGE, status);
                content.varint(STATUS_CODE, ERROR);
            });
            AnyValue.writePair(out, ATTRIBUTES, Names.ERROR_TYPE, new Text(status));
        }
    }
}
