package io.kaizen.sync.bootstrap.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import io.kaizen.sync.domain.kind.RowSchema;

/** Says in JSON Schema what the allowlist says of a row: as it is encoded, so that what may be left out is either there or absent. */
final class FieldSchema implements FieldType.Cases<ObjectNode> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** An object with these fields and no others. */
    ObjectNode of(RowSchema row) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (FieldRule rule : row.fields()) {
            ObjectNode value = rule.type().fold(this);
            properties.set(rule.name(), rule.presence() == Presence.NULL_WHEN_ABSENT ? orNull(value) : value);
            if (rule.presence() != Presence.OMITTED_WHEN_ABSENT) {
                required.add(rule.name());
            }
        }
        return schema;
    }

    @Override
    public ObjectNode scalar(Scalar type) {
        ObjectNode schema = JSON.objectNode();
        return switch (type) {
            case STRING -> schema.put("type", "string");
            case BOOLEAN -> schema.put("type", "boolean");
            case DECIMAL -> schema.put("type", "number");
            case ANY -> schema;
        };
    }

    @Override
    public ObjectNode integer(IntegerRange type) {
        return JSON.objectNode()
                .put("type", "integer")
                .put("minimum", type.min())
                .put("maximum", type.max());
    }

    @Override
    public ObjectNode oneOf(OneOf type) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode values = schema.putArray("enum");
        type.values().forEach(values::add);
        return schema;
    }

    @Override
    public ObjectNode arrayOf(ArrayOf type) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", type.element().fold(this));
        return schema;
    }

    @Override
    public ObjectNode object(Nested type) {
        return of(type.schema());
    }

    private static ObjectNode orNull(ObjectNode value) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").add(value).add(JSON.objectNode().put("type", "null"));
        return schema;
    }
}
