package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.io.IOException;

/** Checks one JSON value of a body against the type that the contract gives it. */
@FunctionalInterface
interface ValueCheck {

    /**
     * Does nothing if the value is of the type.
     *
     * @param json stands at the value's first token, and is left at its last one
     * @param place where the value is: {@code events[3].ts_ms}
     * @throws RequestRefused 400 naming the place of what is wrong
     */
    void check(JsonParser json, String place) throws IOException, RequestRefused;

    /** The check that belongs to a type. */
    final class OfType implements FieldType.Cases<ValueCheck> {

        @Override
        public ValueCheck scalar(Scalar type) {
            return switch (type) {
                case STRING -> token(JsonToken.VALUE_STRING, "a string");
                case BOOLEAN -> (json, place) -> require(json.currentToken().isBoolean(), place, "not true or false");
                case DECIMAL ->
                    (json, place) ->
                            require(isNumber(json) && Double.isFinite(json.getDoubleValue()), place, "not a number");
                case ANY -> (json, place) -> json.skipChildren();
            };
        }

        @Override
        public ValueCheck integer(IntegerRange type) {
            String message = "not a whole number from " + type.min() + " to " + type.max();
            return (json, place) -> {
                require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, place, message);
                require(json.getTextLength() <= 20, place, message);
                boolean inRange = json.getBigIntegerValue().compareTo(type.min()) >= 0
                        && json.getBigIntegerValue().compareTo(type.max()) <= 0;
                require(inRange, place, message);
            };
        }

        @Override
        public ValueCheck oneOf(OneOf type) {
            return (json, place) -> require(
                    json.currentToken() == JsonToken.VALUE_STRING
                            && type.values().contains(json.getText()),
                    place,
                    "not one of " + String.join(", ", type.values()));
        }

        @Override
        public ValueCheck arrayOf(ArrayOf type) {
            ValueCheck start = token(JsonToken.START_ARRAY, "an array");
            ValueCheck element = type.element().fold(this);
            return (json, place) -> {
                start.check(json, place);
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    element.check(json, place + "[" + i + "]");
                }
            };
        }

        @Override
        public ValueCheck object(Nested type) {
            return new ObjectCheck(type.schema(), this);
        }

        private static ValueCheck token(JsonToken wanted, String name) {
            return (json, place) -> require(json.currentToken() == wanted, place, "not " + name);
        }

        private static boolean isNumber(JsonParser json) {
            return json.currentToken().isNumeric();
        }
    }

    private static void require(boolean met, String place, String message) throws RequestRefused {
        if (!met) {
            throw RequestRefused.ofField(place, message);
        }
    }
}
