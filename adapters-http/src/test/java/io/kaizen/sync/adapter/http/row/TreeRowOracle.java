package io.kaizen.sync.adapter.http.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Optional;

/** The contract's rules once more, the slow and obvious way: over a tree. What a row should become, or nothing if it is malformed. */
final class TreeRowOracle {

    static final ObjectMapper TREE = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private TreeRowOracle() {}

    static Optional<JsonNode> expected(RowSchema schema, String row) {
        try {
            JsonNode tree = TREE.readTree(row);
            return tree.isObject() ? Optional.of(object(schema, tree)) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(RowSchema schema, JsonNode tree) {
        require(tree.isObject());
        ObjectNode result = TREE.createObjectNode();
        for (FieldRule rule : schema.fields()) {
            JsonNode value = tree.get(rule.name());
            boolean absent = value == null || (value.isNull() && rule.type() != Scalar.ANY);
            if (!absent) {
                result.set(rule.name(), value(rule.type(), value));
            } else if (rule.presence() == Presence.NULL_WHEN_ABSENT) {
                result.putNull(rule.name());
            } else {
                require(rule.presence() == Presence.OMITTED_WHEN_ABSENT);
            }
        }
        return result;
    }

    private static JsonNode value(FieldType type, JsonNode value) {
        return type.fold(new FieldType.Cases<JsonNode>() {
            @Override
            public JsonNode scalar(Scalar scalar) {
                require(
                        switch (scalar) {
                            case STRING -> value.isTextual();
                            case BOOLEAN -> value.isBoolean();
                            case DECIMAL -> value.isNumber() && Double.isFinite(value.doubleValue());
                            case ANY -> true;
                        });
                return value;
            }

            @Override
            public JsonNode integer(IntegerRange range) {
                require(value.isIntegralNumber());
                require(value.bigIntegerValue().compareTo(range.min()) >= 0);
                require(value.bigIntegerValue().compareTo(range.max()) <= 0);
                return value;
            }

            @Override
            public JsonNode oneOf(OneOf choice) {
                require(value.isTextual() && choice.values().contains(value.textValue()));
                return value;
            }

            @Override
            public JsonNode arrayOf(ArrayOf array) {
                require(value.isArray());
                ArrayNode result = TREE.createArrayNode();
                value.forEach(element -> result.add(value(array.element(), element)));
                return result;
            }

            @Override
            public JsonNode object(Nested nested) {
                return TreeRowOracle.object(nested.schema(), value);
            }
        });
    }

    private static void require(boolean kept) {
        if (!kept) {
            throw new IllegalArgumentException("malformed");
        }
    }
}
