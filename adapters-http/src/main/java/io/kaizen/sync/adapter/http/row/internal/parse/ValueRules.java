package io.kaizen.sync.adapter.http.row.internal.parse;

import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.io.IOException;

/** The table "type of a field → rule for its value". */
public final class ValueRules implements FieldType.Cases<ValueRule> {

    private static final ValueRules INSTANCE = new ValueRules();

    private ValueRules() {}

    /** The rule for values of {@code type}. */
    public static ValueRule of(FieldType type) {
        return type.fold(INSTANCE);
    }

    @Override
    public ValueRule scalar(Scalar type) {
        return switch (type) {
            case STRING -> ValueRules::encodeString;
            case BOOLEAN -> ValueRules::encodeBoolean;
            case DECIMAL -> ValueRules::encodeDecimal;
            case ANY -> new AnyValue();
        };
    }

    @Override
    public ValueRule integer(IntegerRange type) {
        return new IntegerValue(type);
    }

    @Override
    public ValueRule oneOf(OneOf type) {
        return row -> {
            boolean listed = row.parser().currentToken() == JsonToken.VALUE_STRING
                    && type.values().contains(row.parser().getText());
            require(listed, "not one of " + String.join(" ", type.values()));
            row.copyScalar(JsonToken.VALUE_STRING);
        };
    }

    @Override
    public ValueRule arrayOf(ArrayOf type) {
        return new ArrayValue(of(type.element()));
    }

    @Override
    public ValueRule object(Nested type) {
        return ObjectShape.of(type.schema());
    }

    private static void encodeString(JsonRowReader row) throws IOException, MalformedRowException {
        require(row.parser().currentToken() == JsonToken.VALUE_STRING, "not a string");
        row.copyScalar(JsonToken.VALUE_STRING);
    }

    private static void encodeBoolean(JsonRowReader row) throws IOException, MalformedRowException {
        JsonToken token = row.parser().currentToken();
        require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, "not true or false");
        row.copyScalar(token);
    }

    private static void encodeDecimal(JsonRowReader row) throws IOException, MalformedRowException {
        JsonToken token = row.parser().currentToken();
        boolean finite = token.isNumeric() && Double.isFinite(row.parser().getDoubleValue());
        require(finite, "not a number that a double holds");
        row.copyScalar(token);
    }

    private static void require(boolean kept, String rule) throws MalformedRowException {
        if (!kept) {
            throw MalformedRowException.because(rule);
        }
    }

    /** Copies whatever is there. */
    private static final class AnyValue implements ValueRule {

        @Override
        public void encode(JsonRowReader row) throws IOException, MalformedRowException {
            JsonToken token = row.parser().currentToken();
            if (token.isStructStart()) {
                row.copyContainer();
            } else {
                row.copyScalar(token);
            }
        }

        @Override
        public boolean takesNull() {
            return true;
        }
    }

    private record ArrayValue(ValueRule element) implements ValueRule {

        @Override
        public void encode(JsonRowReader row) throws IOException, MalformedRowException {
            require(row.parser().currentToken() == JsonToken.START_ARRAY, "not an array");
            row.output().append('[');
            for (int index = 0; row.parser().nextToken() != JsonToken.END_ARRAY; index++) {
                if (index > 0) {
                    row.output().append(',');
                }
                encodeElement(row, index);
            }
            row.output().append(']');
        }

        private void encodeElement(JsonRowReader row, int index) throws IOException, MalformedRowException {
            try {
                element.encode(row);
            } catch (MalformedRowException broken) {
                throw broken.inElement(index);
            }
        }
    }
}
