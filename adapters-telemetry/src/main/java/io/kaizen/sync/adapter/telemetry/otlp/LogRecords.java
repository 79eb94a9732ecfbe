package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Maps rows of one kind to log records (opentelemetry/proto/logs/v1/logs.proto): the plain fields become attributes, the one
 * that can be long the body.
 */
final class LogRecords implements ItemMapper {

    private static final int TIME_UNIX_NANO = 1;
    private static final int SEVERITY_NUMBER = 2;
    private static final int SEVERITY_TEXT = 3;
    private static final int BODY = 5;
    private static final int ATTRIBUTES = 6;
    private static final int TRACE_ID = 9;
    private static final int OBSERVED_TIME_UNIX_NANO = 11;
    private static final int EVENT_NAME = 12;

    private static final int INFO = 9;
    private static final int ERROR = 17;

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
    public byte[] whole(Row row) {
        ProtoWriter out = head(row);
        AnyValue.write(out, BODY, bodyOf(row));
        row.writeAttributes(out, ATTRIBUTES, shape.bodyFields());
        return out.toByteArray();
    }

    @Override
    public byte[] brief(Row row) {
        ProtoWriter out = head(row);
        row.writeAttributes(out, ATTRIBUTES, shape.bodyFields());
        row.writeOmission(out, ATTRIBUTES);
        return out.toByteArray();
    }

    private ProtoWriter head(Row row) {
        boolean isError = row.text("kind").filter("error"::equals).isPresent();
        ProtoWriter out = new ProtoWriter();
        out.fixed64(TIME_UNIX_NANO, row.nanosOf(shape.timeField()).orElse(UnixNanos.UNKNOWN));
        out.fixed64(OBSERVED_TIME_UNIX_NANO, observedNanos);
        out.varint(SEVERITY_NUMBER, isError ? ERROR : INFO);
        out.string(SEVERITY_TEXT, isError ? "ERROR" : "INFO");
        row.text("session_id_hash").ifPresent(session -> out.bytes(TRACE_ID, OtlpIds.traceId(session)));
        out.string(EVENT_NAME, shape.eventName());
        String uid = OtlpIds.recordUid(shape.eventName(), envelope, row.json());
        AnyValue.writePair(out, ATTRIBUTES, Names.RECORD_UID, new Text(uid));
        return out;
    }

    private JsonValue bodyOf(Row row) {
        if (shape.bodyFields().size() > 1) {
            return row.part(shape.bodyFields());
        }
        String field = shape.bodyFields().iterator().next();
        return Objects.requireNonNullElse(row.get(field), JsonValue.Nothing.NULL);
    }
}
