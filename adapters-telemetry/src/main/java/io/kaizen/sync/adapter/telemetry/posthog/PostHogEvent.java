package io.kaizen.sync.adapter.telemetry.posthog;

import static io.kaizen.sync.adapter.telemetry.item.ItemJson.encodable;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.adapter.telemetry.item.ItemKind;
import io.kaizen.sync.adapter.telemetry.item.RowFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** One item as an event. Pure. */
final class PostHogEvent {

    private static final String PROJECT_NAME = "project_name";

    /** The last millisecond that ISO 8601 writes with a year of four digits; PostHog reads no other. */
    private static final BigInteger LAST_MILLISECOND =
            BigInteger.valueOf(Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli());

    private PostHogEvent() {}

    /** The event as it stands in the array {@code batch}. */
    static byte[] of(CanonicalItem item) {
        RowFields row = item.fields();
        Optional<Instant> timestamp = timestamp(item.kind(), row);
        return ItemJson.write(json -> {
            json.writeStartObject();
            json.writeStringField("event", item.kind().qualifiedText());
            json.writeStringField("distinct_id", item.envelope().workspaceHash());
            json.writeFieldName("properties");
            writeProperties(json, item);
            if (timestamp.isPresent()) {
                json.writeStringField("timestamp", timestamp.get().toString());
            }
            json.writeStringField("uuid", EventUuid.of(item, row).toString());
            json.writeEndObject();
        });
    }

    /** When it happened. Empty where the row does not say, or names a time that nobody can read: then arrival counts. */
    private static Optional<Instant> timestamp(ItemKind kind, RowFields row) {
        Optional<BigInteger> millis =
                switch (kind) {
                    case EVENT -> row.integer("ts_ms");
                    case TOOL_SPAN -> row.integer("started_at_ms").or(() -> row.integer("ended_at_ms"));
                    case REPO_SNAPSHOT_CHUNK -> row.integer("indexed_at_ms");
                    case WORKSPACE_FACT_SNAPSHOT -> Optional.empty();
                };
        return millis.filter(value -> value.compareTo(LAST_MILLISECOND) <= 0)
                .map(value -> Instant.ofEpochMilli(value.longValueExact()));
    }

    private static void writeProperties(JsonGenerator json, CanonicalItem item) throws IOException {
        Optional<String> project = item.envelope().projectName();
        if (item.kind() == ItemKind.EVENT) {
            ItemJson.writeRaw(
                    json,
                    project.isPresent()
                            ? with(item.row().json(), project.get())
                            : item.row().json());
            return;
        }
        json.writeStartObject();
        json.writeNumberField(CanonicalItem.SCHEMA_VERSION_FIELD, CanonicalItem.SCHEMA_VERSION);
        json.writeStringField("team_id", encodable(item.envelope().teamId()));
        json.writeStringField("workspace_hash", item.envelope().workspaceHash());
        if (project.isPresent()) {
            json.writeStringField(PROJECT_NAME, encodable(project.get()));
        }
        item.writeRowTo(json);
        json.writeEndObject();
    }

    /** The row with one more field behind its last. A row has no white space at its end, and is never empty. */
    private static byte[] with(byte[] row, String project) {
        byte[] field = ItemJson.write(json -> {
            json.writeStartObject();
            json.writeStringField(PROJECT_NAME, encodable(project));
            json.writeEndObject();
        });
        ByteArrayOutputStream joined = new ByteArrayOutputStream(row.length + field.length);
        joined.write(row, 0, row.length - 1);
        joined.write(',');
        joined.write(field, 1, field.length - 1);
        return joined.toByteArray();
    }
}
