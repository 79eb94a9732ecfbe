package io.kaizen.sync.adapter.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What one line of the NDJSON file says about a batch. Reads each row once, as a stream, and keeps none of it. */
final class BatchSummary {

    private static final int SCHEMA_VERSION = 1;

    private final Batch batch;
    private final List<FieldStatistic> statistics;

    private BatchSummary(Batch batch, List<FieldStatistic> statistics) {
        this.batch = batch;
        this.statistics = statistics;
    }

    /**
     * Summarises {@code batch}.
     *
     * @throws IOException if a row is not the JSON that its kind has
     */
    static BatchSummary of(Batch batch) throws IOException {
        BatchSummary summary = new BatchSummary(batch, statisticsOf(batch.kind()));
        if (!summary.statistics.isEmpty()) {
            for (EncodedRow row : batch.rows()) {
                summary.read(row);
            }
        }
        return summary;
    }

    private static List<FieldStatistic> statisticsOf(BatchKind kind) {
        if (kind.equals(BatchKind.EVENTS)) {
            return List.of(
                    new DistinctCount("session_id_hash", "session_id_count"),
                    new MinMax("ts_ms"),
                    new Tally("kind", "kind_tally"),
                    new Tally("source", "source_tally"));
        }
        if (kind.equals(BatchKind.TOOL_SPANS)) {
            return List.of(new DistinctCount("session_id_hash", "session_id_count"), new MinMax("started_at_ms"));
        }
        if (kind.equals(BatchKind.REPO_SNAPSHOTS)) {
            return List.of(new MinMax("indexed_at_ms"));
        }
        return List.of();
    }

    private void read(EncodedRow row) throws IOException {
        try (JsonParser parser = ItemJson.FACTORY.createParser(row.json())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("row " + row.id() + " is not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
                for (FieldStatistic statistic : statistics) {
                    if (!isNull && statistic.field().equals(field)) {
                        statistic.add(parser);
                    }
                }
                parser.skipChildren();
            }
        }
    }

    /** The line as UTF-8 with its line break, which is the only one in it. */
    byte[] toLine(Instant emittedAt) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = ItemJson.FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("kaizen_schema_version", SCHEMA_VERSION);
            json.writeStringField("batch_kind", batch.kind().name());
            json.writeNumberField("item_count", batch.size());
            json.writeNumberField("emitted_at_ms", emittedAt.toEpochMilli());
            if (batch.spec().enveloped()) {
                writeEnvelope(json, batch.envelope());
            }
            for (FieldStatistic statistic : statistics) {
                statistic.writeTo(json);
            }
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void writeEnvelope(JsonGenerator json, BatchEnvelope envelope) throws IOException {
        json.writeStringField("team_id", envelope.teamId());
        json.writeStringField("workspace_hash", envelope.workspaceHash());
        if (envelope.projectName().isPresent()) {
            json.writeStringField("project_name", envelope.projectName().get());
        }
    }
}
