package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Optional;
import java.util.Set;

/**
 * Maps rows of one kind to log records (opentelemetry/proto/logs/v1/logs.proto): the plain fields become attributes, the one
 * that can be long the body.
 */
final class LogRecords implements ItemMapper {

    private final Shape shape;
    private final BatchEnvelope envelope;
    private final long observedNanos;

    /**
     * @param eventName says that the record is an event in OpenTelemetry's sense, and of which sort
     * @param timeField empty where a row tells no time
     * @param bodyFields where there is one, it is the body itself, else the body is an object of them
     */
    private record Shape(String eventName, String timeField, Set<String> bodyFields) {}

    private LogRecords(Shape shape, BatchEnvelope envelope, long observedNanos) {
        this.shape = shape;
        this.envelope = envelope;
        this.observedNanos = observedNanos;
    }

    /**
     * The mapper for the rows of {@code batch}; empty if they do not become log records.
     *
     * @param observedNanos when the rows are sent
     */
    static Optional<ItemMapper> of(Batch batch, long observedNanos) {
        return shapeOf(batch.kind()).map(shape -> new LogRecords(shape, batch.envelope(), observedNanos));
    }

    private static Optional<Shape> shapeOf(BatchKind kind) {
        if (kind.equals(BatchKind.EVENTS)) {
            return Optional.of(new Shape("kaizen.event", "ts_ms", Set.of("payload")));
        }
        if (kind.equals(BatchKind.REPO_SNAPSHOTS)) {
            return Optional.of(new Shape("kaizen.repo_snapshot_chunk", "indexed_at_ms", Set.of("file_facts", "edges")));
        }
        if (kind.equals(BatchKind.WORKSPACE_FACTS)) {
            return Optional.of(new Shape("kaizen.workspace_fact_snapshot", "", Set.of("skill_slugs", "rule_slugs")));
        }
        return Optional.empty();
    }

    @Override
    public LogRecord whole(Row row) {
        return head(row)
                .setBody(bodyOf(row))
                .addAllAttributes(row.attributes(shape.bodyFields()))
                .build();
    }

    @Override
    public LogRecord brief(Row row) {
        return head(row)
                .addAllAttributes(row.attributes(shape.bodyFields()))
                .addAttributes(row.omission())
                .build();
    }

    private LogRecord.Builder head(Row row) {
        boolean isError = row.text("kind").filter("error"::equals).isPresent();
        String uid = OtlpIds.recordUid(shape.eventName(), envelope, row.json());
        LogRecord.Builder head = LogRecord.newBuilder()
                .setObservedTimeUnixNano(observedNanos)
                .setSeverityNumber(isError ? SeverityNumber.SEVERITY_NUMBER_ERROR : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText(isError ? "ERROR" : "INFO")
                .setEventName(shape.eventName())
                .addAttributes(AnyValues.pair(Names.RECORD_UID, AnyValues.text(uid)));
        row.nanosOf(shape.timeField()).ifPresent(head::setTimeUnixNano);
        row.text("session_id_hash")
                .map(OtlpIds::traceId)
                .map(ByteString::copyFrom)
                .ifPresent(head::setTraceId);
        return head;
    }

    private AnyValue bodyOf(Row row) {
        return shape.bodyFields().size() > 1
                ? row.part(shape.bodyFields())
                : row.get(shape.bodyFields().iterator().next());
    }
}
