package io.kaizen.sync.adapter.telemetry.item;

import static io.kaizen.sync.adapter.telemetry.item.ItemJson.encodable;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** A row with all that tells where it belongs. Immutable, as long as nobody writes to the row's bytes. */
public record CanonicalItem(ItemKind kind, BatchEnvelope envelope, EncodedRow row) {

    /** Version of the item's form; the name of the field that carries it is {@link #SCHEMA_VERSION_FIELD}. */
    public static final int SCHEMA_VERSION = 1;

    /** The field that says which form an item has. */
    public static final String SCHEMA_VERSION_FIELD = "kaizen_schema_version";

    /** The fields of {@code identity}, in order. We know of one of them, {@link #WORKSPACE_LABEL}; the others are null. */
    public static final List<String> IDENTITY = List.of(
            "team",
            "workspace_label",
            "runner_label",
            "actor_kind",
            "actor_label",
            "agent",
            "model",
            "env",
            "job",
            "branch");

    /** The field of {@code identity} that holds the project's name. */
    public static final String WORKSPACE_LABEL = "workspace_label";

    public CanonicalItem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(row, "row");
    }

    /** An item per row, in order; none for a kind that has no items. */
    public static List<CanonicalItem> of(Batch batch) {
        return ItemKind.of(batch.kind())
                .map(kind -> batch.rows().stream()
                        .map(row -> new CanonicalItem(kind, batch.envelope(), row))
                        .toList())
                .orElse(List.of());
    }

    /** Reads what the row has. */
    public RowFields fields() {
        return RowFields.of(row);
    }

    /** Writes the item as one JSON object, the row embedded as it stands. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind.text());
        json.writeObjectFieldStart("envelope");
        json.writeNumberField(SCHEMA_VERSION_FIELD, SCHEMA_VERSION);
        json.writeStringField("team_id", encodable(envelope.teamId()));
        json.writeStringField("workspace_hash", envelope.workspaceHash());
        if (envelope.projectName().isPresent()) {
            writeIdentity(json, envelope.projectName().get());
        }
        json.writeEndObject();
        json.writeStringField("name", kind.text());
        writeRowTo(json);
        json.writeEndObject();
    }

    /** Writes the row as it stands, under its kind's field name, into an object that is open. */
    public void writeRowTo(JsonGenerator json) throws IOException {
        json.writeFieldName(kind.field());
        ItemJson.writeRaw(json, row.json());
    }

    private static void writeIdentity(JsonGenerator json, String projectName) throws IOException {
        json.writeObjectFieldStart("identity");
        for (String field : IDENTITY) {
            json.writeFieldName(field);
            if (field.equals(WORKSPACE_LABEL)) {
                json.writeString(encodable(projectName));
            } else {
                json.writeNull();
            }
        }
        json.writeEndObject();
    }
}
