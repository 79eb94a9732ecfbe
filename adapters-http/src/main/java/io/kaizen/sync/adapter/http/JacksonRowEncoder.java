package io.kaizen.sync.adapter.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.OutboxRow;
import java.io.IOException;
import java.util.IdentityHashMap;

/**
 * Encodes rows in one streaming pass over their bytes, without a tree. Values are copied as they are
 * written: escapes, numbers and the order of keys inside {@code payload} stay. A plain row, as nearly all are, is only looked at; one
 * that is odd in any way goes through Jackson's parser, which alone decides what is malformed.
 *
 * <p>What is no JSON object in valid UTF-8 is malformed, wherever the fault is, in fields that are dropped too: a byte order
 * mark, raw control characters, NaN, comments, trailing commas, anything but white space behind the object, nesting deeper
 * than {@value #MAX_DEPTH}, a number of more than {@value #MAX_NUMBER_LENGTH} characters, a name of more than
 * {@value #MAX_NAME_LENGTH}. In listed fields an escaped half of a surrogate pair is malformed too. A field may be spelt with
 * escapes, and an unlisted one may be given twice. Thread-safe.
 */
public final class JacksonRowEncoder implements RowEncoder {

    private static final int MAX_DEPTH = 500;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;

    /** Longer rows are left to the parser and its limits. */
    private static final int MAX_PLAIN_BYTES = 40_000;

    /** Names of payload keys are anybody's choice: interning them, or failing where their hashes collide, would not do. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    /** By identity, since to compare two specs is to compare all their fields. Never written to once it is filled. */
    private final IdentityHashMap<KindSpec, ObjectShape> shapes = new IdentityHashMap<>();

    /** What most rows look like: their bytes are looked at once, and nothing is made of them. */
    private final IdentityHashMap<KindSpec, ScanShape> plainShapes = new IdentityHashMap<>();

    /** An encoder for all kinds. */
    public JacksonRowEncoder() {
        Kinds.all().forEach(spec -> {
            shapes.put(spec, ObjectShape.of(spec.schema()));
            plainShapes.put(spec, ScanShape.of(spec.schema()));
        });
    }

    @Override
    public Result encode(KindSpec spec, OutboxRow row) {
        ScanShape plain = plainShapes.get(spec);
        if (plain != null && row.payload().length <= MAX_PLAIN_BYTES && Utf8.isValid(row.payload())) {
            try {
                return encoded(row, plain.encode(row.payload()));
            } catch (JsonScanner.Unsure odd) {
                return encodeWithParser(spec, row);
            }
        }
        return encodeWithParser(spec, row);
    }

    /** For rows that are odd or wrong, and to find words for what is wrong. */
    Result encodeWithParser(KindSpec spec, OutboxRow row) {
        try {
            return encoded(row, encode(shapeOf(spec), row.payload()));
        } catch (MalformedRowException broken) {
            return new Malformed(broken.getMessage());
        } catch (JsonProcessingException notJson) {
            return new Malformed(describe(notJson));
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", impossible);
        }
    }

    private static Result encoded(OutboxRow row, byte[] json) {
        return new Encoded(new EncodedRow(row.id(), row.owner(), json));
    }

    private ObjectShape shapeOf(KindSpec spec) {
        ObjectShape known = shapes.get(spec);
        return known != null ? known : ObjectShape.of(spec.schema());
    }

    /** Writes {@code payload} as {@code shape} says, with the checks that concern the whole of it. */
    static byte[] encode(ValueRule shape, byte[] payload) throws IOException, MalformedRowException {
        requireObject(payload);
        ByteBuilder output = new ByteBuilder(payload.length + 128);
        try (JsonParser parser = JSON.createParser(payload)) {
            encode(shape, new RowReader(parser, payload, output));
        }
        return output.toByteArray();
    }

    private static void encode(ValueRule shape, RowReader row) throws IOException, MalformedRowException {
        JsonParser parser = row.parser();
        try {
            parser.nextToken();
            shape.encode(row);
            if (parser.nextToken() != null) {
                throw MalformedRowException.because("something behind the JSON object");
            }
        } catch (StreamConstraintsException tooMuch) {
            boolean tooDeep = parser.getParsingContext().getNestingDepth() > MAX_DEPTH;
            throw MalformedRowException.because(
                    tooDeep ? "nested deeper than " + MAX_DEPTH : "a number or name that is too long");
        }
    }

    /** Keeps from the parser what it would be lenient about. */
    private static void requireObject(byte[] payload) throws MalformedRowException {
        int first = 0;
        while (first < payload.length && RawJson.isWhiteSpace(payload[first])) {
            first++;
        }
        if (first == payload.length) {
            throw MalformedRowException.because("empty");
        }
        if (payload[first] != '{' || looksLikeUtf16(payload)) {
            throw MalformedRowException.because("not a JSON object");
        }
        if (!Utf8.isValid(payload)) {
            throw MalformedRowException.because("not UTF-8");
        }
    }

    /** The parser guesses UTF-16 and UTF-32 by zeros among the first four bytes, which no JSON text in UTF-8 has. */
    private static boolean looksLikeUtf16(byte[] payload) {
        for (int i = 0; i < Math.min(4, payload.length); i++) {
            if (payload[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Says where {@code notJson} is no JSON, without what is there. */
    static String describe(JsonProcessingException notJson) {
        return notJson.getLocation() == null
                ? "not JSON"
                : "not JSON (at byte " + notJson.getLocation().getByteOffset() + ")";
    }
}
