package io.kaizen.sync.adapter.http.row.internal.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kaizen.sync.adapter.http.row.internal.scan.JsonScanner.Unsure;
import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import io.kaizen.sync.domain.kind.RowSchema;
import java.util.List;

/**
 * An object's allowlist, made ready to be found in text. Most rows lie in the outbox just as they leave the machine: then the text
 * itself is the result. In others fields stand in another order, or are left out: then slices of it are put together. Immutable.
 */
public final class ScanShape {

    private final List<Field> fields;

    /** A field of the list, with the bytes of its name, quotes and colon included. */
    @SuppressWarnings("ArrayRecordComponent") // private, never compared and never written to
    private record Field(byte[] key, ScanRule value, boolean takesNull, Presence presence) {}

    private ScanShape(List<Field> fields) {
        this.fields = fields;
    }

    /** For rows of {@code schema}. */
    public static ScanShape of(RowSchema schema) {
        return new ScanShape(schema.fields().stream().map(ScanShape::field).toList());
    }

    private static Field field(FieldRule rule) {
        byte[] key = ("\"" + rule.name() + "\":").getBytes(US_ASCII);
        return new Field(key, ScanRules.of(rule.type()), rule.type() == Scalar.ANY, rule.presence());
    }

    /** The row that {@code payload}, in valid UTF-8, stands for; may be {@code payload} itself. */
    public byte[] encode(byte[] payload) throws Unsure {
        JsonScanner text = new JsonScanner(payload);
        text.skipWhiteSpace();
        boolean canonical = text.at() == 0;
        Slices slices = scan(text);
        canonical &= text.isAtEnd() && slices.isCanonical();
        text.skipWhiteSpace();
        if (!text.isAtEnd()) {
            throw Unsure.unsure();
        }
        return canonical ? payload : assemble(payload, slices);
    }

    /** Steps over an object and notes where its fields are. */
    Slices scan(JsonScanner text) throws Unsure {
        Slices slices = new Slices(fields.size());
        text.enter('{');
        int next = 0;
        if (!text.sees('}')) {
            do {
                next = scanField(text, slices, next);
            } while (text.skips(','));
        }
        text.leave('}');
        requireAll(slices);
        return slices;
    }

    /** Returns the position of the field that follows in the list: it is looked for first. */
    private int scanField(JsonScanner text, Slices slices, int expected) throws Unsure {
        for (int i = 0; i < fields.size(); i++) {
            int position = expected + i < fields.size() ? expected + i : expected + i - fields.size();
            Field field = fields.get(position);
            if (text.skips(field.key())) {
                scanValue(text, slices, position, field);
                return position + 1;
            }
        }
        skipUnlisted(text);
        slices.drop();
        return expected;
    }

    private static void scanValue(JsonScanner text, Slices slices, int position, Field field) throws Unsure {
        int start = text.at();
        if (!field.takesNull() && text.skips(ScanRules.NULL)) {
            // The same as if it were not there, except that a field with null in its place need not be touched.
            slices.giveNull(position, field.presence() == Presence.NULL_WHEN_ABSENT);
            return;
        }
        field.value().scan(text);
        slices.give(position, start, text.at());
    }

    /** A name with escapes may be that of a listed field. */
    private static void skipUnlisted(JsonScanner text) throws Unsure {
        text.skipPlainName();
        text.skip(':');
        ScanRules.any(text);
    }

    private void requireAll(Slices slices) throws Unsure {
        for (int i = 0; i < fields.size(); i++) {
            if (!slices.hasValue(i)) {
                switch (fields.get(i).presence()) {
                    case REQUIRED -> throw Unsure.unsure();
                    case NULL_WHEN_ABSENT -> slices.requireGiven(i);
                    case OMITTED_WHEN_ABSENT -> {}
                }
            }
        }
    }

    private byte[] assemble(byte[] payload, Slices slices) {
        ByteBuilder output = new ByteBuilder(payload.length + 128);
        char separator = '{';
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (slices.hasValue(i) || field.presence() == Presence.NULL_WHEN_ABSENT) {
                output.append(separator);
                output.append(field.key());
                if (slices.hasValue(i)) {
                    output.append(payload, slices.start(i), slices.end(i));
                } else {
                    output.append(ScanRules.NULL);
                }
                separator = ',';
            }
        }
        if (separator == '{') {
            output.append('{');
        }
        output.append('}');
        return output.toByteArray();
    }

    /** Where in the text the values of an object's fields stand. */
    static final class Slices {

        private final int[] starts;
        /** 0: not given; -1: given as null. A value is never at the beginning of a text, so its end is past 0. */
        private final int[] ends;

        private int last = -1;
        private boolean canonical = true;

        Slices(int fields) {
            starts = new int[fields];
            ends = new int[fields];
        }

        /** Whether the object may leave the machine as it stands. */
        boolean isCanonical() {
            return canonical;
        }

        private void give(int position, int start, int end) throws Unsure {
            note(position);
            starts[position] = start;
            ends[position] = end;
        }

        private void giveNull(int position, boolean mayStay) throws Unsure {
            note(position);
            canonical &= mayStay;
            ends[position] = -1;
        }

        private void note(int position) throws Unsure {
            if (ends[position] != 0) {
                throw Unsure.unsure();
            }
            canonical &= position > last;
            last = position;
        }

        private void drop() {
            canonical = false;
        }

        private void requireGiven(int position) {
            canonical &= ends[position] != 0;
        }

        private boolean hasValue(int position) {
            return ends[position] > 0;
        }

        private int start(int position) {
            return starts[position];
        }

        private int end(int position) {
            return ends[position];
        }
    }
}
