package io.kaizen.sync.bootstrap.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.Kinds;
import java.util.List;

/**
 * The canonical items of the contract's section 9 as JSON Schema (2020-12): one schema that takes any item, with one definition for each.
 * Rows are described by the very rules that the encoder checks them with, in the form in which they leave the machine.
 *
 * <p>JSON Schema counts {@code 1.0} as an integer, and cannot see a key that is given twice: there the encoder is stricter.
 */
public final class ItemSchema {

    /** A kind's name in an item, and the field that holds the row. */
    private record Item(BatchKind kind, String name, String field) {}

    private static final List<Item> ITEMS = List.of(
            new Item(BatchKind.EVENTS, "event", "event"),
            new Item(BatchKind.TOOL_SPANS, "tool_span", "span"),
            new Item(BatchKind.REPO_SNAPSHOTS, "repo_snapshot_chunk", "chunk"),
            new Item(BatchKind.WORKSPACE_FACTS, "workspace_fact_snapshot", "payload"));

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final int SCHEMA_VERSION = 1;
    private static final String LABEL = "workspace_label";
    private static final List<String> IDENTITY = List.of(
            "team", LABEL, "runner_label", "actor_kind", "actor_label", "agent", "model", "env", "job", "branch");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ItemSchema() {}

    /** The schema, to be written as JSON. */
    public static Object value() {
        return schema();
    }

    /** The schema as indented lines. */
    public static List<String> lines() {
        return schema().toPrettyString().lines().toList();
    }

    private static ObjectNode schema() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", DIALECT);
        schema.put("title", "What kaizen-sync exports: one canonical item per row");
        ArrayNode anyItem = schema.putArray("oneOf");
        ObjectNode definitions = schema.putObject("$defs");
        for (Item item : ITEMS) {
            anyItem.add(reference(item.name()));
            definitions.set(item.name(), itemSchema(item));
        }
        definitions.set("envelope", envelope());
        definitions.set("identity", identity());
        return schema;
    }

    private static ObjectNode itemSchema(Item item) {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("kind").put("const", item.name());
        properties.set("envelope", reference("envelope"));
        properties.putObject("name").put("const", item.name());
        properties.set(
                item.field(),
                new FieldSchema().of(Kinds.find(item.kind()).orElseThrow().schema()));
        schema.putArray("required").add("kind").add("envelope").add("name").add(item.field());
        return schema;
    }

    private static ObjectNode envelope() {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("kaizen_schema_version").put("const", SCHEMA_VERSION);
        properties.putObject("team_id").put("type", "string");
        properties.putObject("workspace_hash").put("type", "string");
        properties.set("identity", reference("identity"));
        schema.putArray("required").add("kaizen_schema_version").add("team_id").add("workspace_hash");
        return schema;
    }

    /** There only with a project name, which is its label; nothing else of it is filled in. */
    private static ObjectNode identity() {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : IDENTITY) {
            properties.putObject(name).put("type", name.equals(LABEL) ? "string" : "null");
            required.add(name);
        }
        return schema;
    }

    private static ObjectNode closedObject() {
        return JSON.objectNode().put("type", "object").put("additionalProperties", false);
    }

    private static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/$defs/" + definition);
    }
}
