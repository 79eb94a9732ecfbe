package io.kaizen.sync.application.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Batches to try exporters with. They say of themselves what they are, and the time is their number too, so that no destination takes
 * a second one for a repetition.
 */
final class ProbeRows {

    private final RowEncoder encoder;
    private final BatchEnvelope envelope;

    /** @param envelope of the batches; its workspace hash is the session's too */
    ProbeRows(RowEncoder encoder, BatchEnvelope envelope) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.envelope = Objects.requireNonNull(envelope, "envelope");
    }

    /** One of each sort for which an exporter may have a place of its own: OTLP sends events to its logs and spans to its traces. */
    List<Batch> batches(Instant now) {
        long millis = now.toEpochMilli();
        return List.of(batch(BatchKind.EVENTS, event(millis)), batch(BatchKind.TOOL_SPANS, span(millis)));
    }

    private String event(long nowMillis) {
        return String.format(Locale.ROOT, """
                {"session_id_hash": "%s", "event_seq": %d, "ts_ms": %d, "agent": "kaizen-sync", "model": "none",
                "kind": "lifecycle", "source": "hook", "tool": "telemetry test", "tokens_in": 0, "tokens_out": 0,
                "payload": {"text": "made up by 'kaizen-sync telemetry test'"}}
                """, envelope.workspaceHash(), nowMillis, nowMillis);
    }

    private String span(long nowMillis) {
        String id = String.format(Locale.ROOT, "%016x", nowMillis).repeat(4);
        return String.format(Locale.ROOT, """
                {"session_id_hash": "%s", "span_id_hash": "blake3:%s", "tool": "telemetry test", "status": "done",
                "started_at_ms": %d, "ended_at_ms": %d, "lead_time_ms": 0, "tokens_in": 0, "tokens_out": 0,
                "reasoning_tokens": 0, "cost_usd_e6": 0, "path_hashes": []}
                """, envelope.workspaceHash(), id, nowMillis, nowMillis);
    }

    private Batch batch(BatchKind kind, String json) {
        KindSpec spec = KaizenKinds.REGISTRY.find(kind).orElseThrow();
        OutboxRow row = new OutboxRow(new RowId(1), new OwnerId("kaizen-sync"), kind, json.getBytes(UTF_8));
        if (encoder.encode(spec, row) instanceof Encoded encoded) {
            return new Batch(spec, envelope, List.of(encoded.row()));
        }
        throw new IllegalStateException("the made-up row of " + kind + " is not one that can be sent");
    }
}
