package io.kaizen.sync.adapter.telemetry.datadog;

import static io.kaizen.sync.adapter.telemetry.item.ItemJson.encodable;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.adapter.telemetry.item.ItemKind;
import io.kaizen.sync.adapter.telemetry.item.RowFields;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One item as a log. Pure. */
final class DatadogLog {

    private static final String PRODUCT = "kaizen";

    /** What stands at the top of a log too, where the row has it: Datadog finds it there without a parser of its own. */
    private static final List<String> COPIED = List.of(
            "session_id_hash",
            "kind",
            "tool",
            "status",
            "lead_time_ms",
            "tokens_in",
            "tokens_out",
            "reasoning_tokens",
            "cost_usd_e6",
            "agent",
            "model",
            "snapshot_id_hash");

    private final CanonicalItem item;
    private final RowFields row;
    private final String hostname;
    private final Instant now;

    /**
     * @param hostname the log's {@code hostname}
     * @param now the time of an item that has none
     */
    DatadogLog(CanonicalItem item, String hostname, Instant now) {
        this.item = item;
        this.row = item.fields();
        this.hostname = hostname;
        this.now = now;
    }

    /** The whole log. */
    byte[] whole() {
        return ItemJson.write(json -> {
            json.writeStartObject();
            writeHead(json, tags(), message());
            json.writeFieldName(PRODUCT);
            item.writeTo(json);
            writeProject(json);
            writeCopies(json);
            json.writeEndObject();
        });
    }

    /** The log without the item. */
    byte[] withoutItem() {
        return ItemJson.write(json -> {
            json.writeStartObject();
            writeHead(json, tags(), message());
            writeProject(json);
            writeCopies(json);
            json.writeEndObject();
        });
    }

    /** The log without any text of the row, for one whose texts alone are too long. */
    byte[] bare() {
        return ItemJson.write(json -> {
            json.writeStartObject();
            writeHead(json, typeTags(), kind().qualifiedText());
            json.writeStringField("workspace_hash", item.envelope().workspaceHash());
            json.writeEndObject();
        });
    }

    private void writeHead(JsonGenerator json, String tags, String message) throws IOException {
        json.writeFieldName("timestamp");
        json.writeNumber(timestamp());
        json.writeStringField("hostname", hostname);
        json.writeStringField("ddsource", PRODUCT);
        json.writeStringField("service", PRODUCT);
        json.writeStringField("ddtags", tags);
        json.writeStringField("kaizen_type", kind().qualifiedText());
        json.writeStringField("message", message);
    }

    private void writeProject(JsonGenerator json) throws IOException {
        json.writeStringField("workspace_hash", item.envelope().workspaceHash());
        Optional<String> project = item.envelope().projectName();
        if (project.isPresent()) {
            json.writeStringField("project_name", encodable(project.get()));
        }
    }

    private void writeCopies(JsonGenerator json) throws IOException {
        for (String name : COPIED) {
            row.copyTo(json, name);
        }
    }

    /** Whether it happened before {@code instant}. */
    boolean isBefore(Instant instant) {
        return timestamp().compareTo(BigInteger.valueOf(instant.toEpochMilli())) < 0;
    }

    /** Milliseconds since 1970, as exact as the row has them. */
    private BigInteger timestamp() {
        Optional<BigInteger> ofRow =
                switch (kind()) {
                    case EVENT -> row.integer("ts_ms");
                    case TOOL_SPAN -> row.integer("started_at_ms").or(() -> row.integer("ended_at_ms"));
                    case REPO_SNAPSHOT_CHUNK -> row.integer("indexed_at_ms");
                    case WORKSPACE_FACT_SNAPSHOT -> Optional.empty();
                };
        return ofRow.orElseGet(() -> BigInteger.valueOf(now.toEpochMilli()));
    }

    private String tags() {
        StringBuilder tags = new StringBuilder(typeTags());
        appendTag(tags, "agent", row.text("agent"));
        appendTag(tags, "model", row.text("model"));
        appendTag(tags, "project_name", item.envelope().projectName().map(ItemJson::encodable));
        return tags.toString();
    }

    private String typeTags() {
        return "source:" + PRODUCT + ",kaizen.type:" + kind().qualifiedText();
    }

    /** A comma would end the tag and begin another, which the value's author could choose. */
    private static void appendTag(StringBuilder tags, String name, Optional<String> value) {
        value.filter(text -> !text.isEmpty())
                .ifPresent(text -> tags.append(',').append(name).append(':').append(text.replace(',', '_')));
    }

    private String message() {
        if (kind() != ItemKind.EVENT) {
            return kind().qualifiedText();
        }
        return row.text("agent").orElse("") + " " + row.text("model").orElse("") + " "
                + row.text("kind").orElse("") + " tokens_in=" + tokens("tokens_in") + " tokens_out="
                + tokens("tokens_out");
    }

    private BigInteger tokens(String name) {
        return row.integer(name).orElse(BigInteger.ZERO);
    }

    private ItemKind kind() {
        return item.kind();
    }
}
