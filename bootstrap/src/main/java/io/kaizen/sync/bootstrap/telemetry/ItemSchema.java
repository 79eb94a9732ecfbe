package io.kaizen.sync.bootstrap.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.adapter.telemetry.item.ItemKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.util.List;

/**
 * The canonical items of the contract as JSON Schema (2020-12): one schema that takes any item, with one definition for each.
 * Rows are described by the very rules that the encoder checks them with, in the form in which they leave the machine.
 *
 * <p>JSON Schema counts {@code 1.0} as an integer, and cannot see a key that is given twice: there the encoder is stricter.
 */
public final class ItemSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
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
        for (ItemKind item : ItemKind.values()) {
            anyItem.add(reference(item.text()));
            definitions.set(item.text(), itemSchema(item));
        }
        definitions.set("envelope", envelope());
        definitions.set("identity", identity());
        return schema;
    }

    private static ObjectNode itemSchema(ItemKind item) {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("kind").put("const", item.text());
        properties.set("envelope", reference("envelope"));
        properties.putObject("name").put("const", item.text());
        properties.set(
                item.field(),
                KaizenKinds.REGISTRY.find(item.batchKind()).orElseThrow().row().fold(new FieldSchema()));
        schema.putArray("required").add("kind").add("envelope").add("name").add(item.field());
        return schema;
    }

    private static ObjectNode envelope() {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        properties.putObject(CanonicalItem.SCHEMA_VERSION_FIELD).put("const", CanonicalItem.SCHEMA_VERSION);
        properties.putObject("team_id").put("type", "string");
        properties.putObject("workspace_hash").put("type", "string");
        properties.set("identity", reference("identity"));
        schema.putArray("required")
                .add(CanonicalItem.SCHEMA_VERSION_FIELD)
                .add("team_id")
                .add("workspace_hash");
        return schema;
    }

    /** There only with a project name, which is its label; nothing else of it is filled in. */
    private static ObjectNode identity() {
        ObjectNode schema = closedObject();
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : CanonicalItem.IDENTITY) {
            properties.putObject(name).put("type", name.equals(CanonicalItem.WORKSPACE_LABEL) ? "string" : "null");
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
