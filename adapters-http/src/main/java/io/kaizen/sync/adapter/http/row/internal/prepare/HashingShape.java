package io.kaizen.sync.adapter.http.row.internal.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.parse.JsonRowReader;
import io.kaizen.sync.adapter.http.row.internal.parse.ValueRule;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.HashedField;
import io.kaizen.sync.domain.kind.RowSchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * An object of which the listed fields are kept as they are written, and plain identifiers become hashes. Checks nothing but the
 * identifiers: where a hash is given too, the field is written twice, and whoever checks the row says so.
 */
public final class HashingShape implements ValueRule {

    private static final ValueRule AS_WRITTEN = HashingShape::copy;

    private final Map<String, ValueRule> listed = new HashMap<>();
    private final Map<String, HashedField> byPlainName = new HashMap<>();
    private final SaltedHasher hasher;

    private HashingShape(SaltedHasher hasher) {
        this.hasher = hasher;
    }

    /** For values of {@code type}, hashed with the salt of {@code hasher}. What has no allowlist stays as it is written. */
    public static ValueRule of(FieldType type, SaltedHasher hasher) {
        if (type instanceof ArrayOf array && array.element() instanceof Nested element) {
            ValueRule shape = of(element, hasher);
            return row -> encodeElements(row, shape);
        }
        return type instanceof Nested object ? of(object.schema(), hasher) : AS_WRITTEN;
    }

    private static HashingShape of(RowSchema schema, SaltedHasher hasher) {
        HashingShape shape = new HashingShape(hasher);
        for (FieldRule field : schema.fields()) {
            shape.listed.put(field.name(), of(field.type(), hasher));
        }
        HashedField.of(schema).forEach(field -> shape.byPlainName.put(field.plainName(), field));
        return shape;
    }

    @Override
    public void encode(JsonRowReader row) throws IOException, MalformedRowException {
        JsonParser parser = row.parser();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            copy(row);
            return;
        }
        char separator = '{';
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            if (listed.containsKey(name) || (byPlainName.containsKey(name) && !isNull)) {
                row.output().append(separator);
                encodeField(row, name);
                separator = ',';
            } else {
                parser.skipChildren();
            }
        }
        if (separator == '{') {
            row.output().append('{');
        }
        row.output().append('}');
    }

    private void encodeField(JsonRowReader row, String name) throws IOException, MalformedRowException {
        ValueRule rule = listed.get(name);
        HashedField hashed = byPlainName.get(name);
        String written = rule == null && hashed != null ? hashed.name() : name;
        row.output().append(("\"" + written + "\":").getBytes(UTF_8));
        try {
            if (rule != null) {
                rule.encode(row);
            } else if (hashed != null && hashed.many()) {
                encodeElements(row, this::hash);
            } else {
                hash(row);
            }
        } catch (MalformedRowException broken) {
            throw broken.inField(name);
        }
    }

    private static void encodeElements(JsonRowReader row, ValueRule element) throws IOException, MalformedRowException {
        if (row.parser().currentToken() != JsonToken.START_ARRAY) {
            throw MalformedRowException.because("not an array");
        }
        row.output().append('[');
        for (int index = 0; row.parser().nextToken() != JsonToken.END_ARRAY; index++) {
            if (index > 0) {
                row.output().append(',');
            }
            try {
                element.encode(row);
            } catch (MalformedRowException broken) {
                throw broken.inElement(index);
            }
        }
        row.output().append(']');
    }

    private void hash(JsonRowReader row) throws IOException, MalformedRowException {
        if (row.parser().currentToken() != JsonToken.VALUE_STRING) {
            throw MalformedRowException.because("not a string");
        }
        String plain = row.parser().getText();
        TextNotation.requireWhole(plain);
        TextNotation.append(row.output(), hasher.hash(plain));
    }

    private static void copy(JsonRowReader row) throws IOException, MalformedRowException {
        JsonToken token = row.parser().currentToken();
        if (token.isStructStart()) {
            row.copyContainer();
        } else {
            row.copyScalar(token);
        }
    }
}
