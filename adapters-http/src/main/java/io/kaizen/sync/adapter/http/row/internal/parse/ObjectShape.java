package io.kaizen.sync.adapter.http.row.internal.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.scan.ByteBuilder;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.RowSchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An object's allowlist, made ready for rows. Each field is written to the output as the parser meets it; at the object's end
 * the fields are put together in the order of the list, and the pieces removed. So no field is ever an object of ours.
 */
public final class ObjectShape implements ValueRule {

    private static final byte[] NULL = "null".getBytes(UTF_8);

    private final List<Field> fields;
    private final Map<String, Integer> positions;

    /** A field of the list, with the bytes of its name, quotes and colon included. */
    @SuppressWarnings("ArrayRecordComponent") // private, never compared and never written to
    private record Field(String name, byte[] key, ValueRule value, Presence presence) {}

    private ObjectShape(List<Field> fields) {
        this.fields = fields;
        this.positions = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            positions.put(fields.get(i).name(), i);
        }
    }

    /** For objects of {@code schema}. */
    public static ObjectShape of(RowSchema schema) {
        return new ObjectShape(schema.fields().stream().map(ObjectShape::field).toList());
    }

    private static Field field(FieldRule rule) {
        byte[] key = ("\"" + rule.name() + "\":").getBytes(UTF_8);
        return new Field(rule.name(), key, ValueRules.of(rule.type()), rule.presence());
    }

    @Override
    public void encode(JsonRowReader row) throws IOException, MalformedRowException {
        if (row.parser().currentToken() != JsonToken.START_OBJECT) {
            throw MalformedRowException.because("not an object");
        }
        int start = row.output().size();
        Pieces pieces = new Pieces(fields.size());
        JsonParser parser = row.parser();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Integer position = positions.get(parser.currentName());
            parser.nextToken();
            if (position == null) {
                parser.skipChildren();
            } else {
                encodeField(row, position, pieces);
            }
        }
        int end = row.output().size();
        assemble(row.output(), pieces);
        row.output().remove(start, end);
    }

    private void encodeField(JsonRowReader row, int position, Pieces pieces) throws IOException, MalformedRowException {
        Field field = fields.get(position);
        if (pieces.isGiven(position)) {
            throw MalformedRowException.because("given twice").inField(field.name());
        }
        if (row.parser().currentToken() == JsonToken.VALUE_NULL
                && !field.value().takesNull()) {
            pieces.giveNull(position);
            return;
        }
        int start = row.output().size();
        try {
            field.value().encode(row);
        } catch (MalformedRowException broken) {
            throw broken.inField(field.name());
        }
        pieces.give(position, start, row.output().size());
    }

    private void assemble(ByteBuilder output, Pieces pieces) throws MalformedRowException {
        char separator = '{';
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            boolean present = pieces.hasValue(i);
            if (!present && field.presence() == Presence.REQUIRED) {
                throw MalformedRowException.because(pieces.isGiven(i) ? "null" : "missing")
                        .inField(field.name());
            }
            if (present || field.presence() == Presence.NULL_WHEN_ABSENT) {
                output.append(separator);
                output.append(field.key());
                appendValue(output, pieces, i);
                separator = ',';
            }
        }
        if (separator == '{') {
            output.append('{');
        }
        output.append('}');
    }

    private static void appendValue(ByteBuilder output, Pieces pieces, int position) {
        if (pieces.hasValue(position)) {
            output.appendOwn(pieces.start(position), pieces.end(position));
        } else {
            output.append(NULL);
        }
    }

    /** Where in the output the fields' values stand. */
    private static final class Pieces {

        private final int[] starts;
        /** 0: not given; -1: given as null. A value is never empty, so its end is past 0. */
        private final int[] ends;

        Pieces(int fields) {
            starts = new int[fields];
            ends = new int[fields];
        }

        void give(int position, int start, int end) {
            starts[position] = start;
            ends[position] = end;
        }

        void giveNull(int position) {
            ends[position] = -1;
        }

        boolean isGiven(int position) {
            return ends[position] != 0;
        }

        boolean hasValue(int position) {
            return ends[position] > 0;
        }

        int start(int position) {
            return starts[position];
        }

        int end(int position) {
            return ends[position];
        }
    }
}
