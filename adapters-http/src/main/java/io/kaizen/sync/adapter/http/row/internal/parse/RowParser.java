package io.kaizen.sync.adapter.http.row.internal.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kaizen.sync.adapter.http.row.internal.scan.ByteBuilder;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.adapter.http.row.internal.scan.RawJson;
import io.kaizen.sync.adapter.http.row.internal.scan.Utf8;
import java.io.IOException;

/** Writes a row anew by a rule, in one pass of Jackson's parser, which alone decides what is malformed. */
public final class RowParser {

    static final int MAX_DEPTH = 500;
    static final int MAX_NUMBER_LENGTH = 1000;
    static final int MAX_NAME_LENGTH = 50_000;

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

    private RowParser() {}

    /** Writes {@code payload} as {@code shape} says, with the checks that concern the whole of it. */
    public static byte[] encode(ValueRule shape, byte[] payload) throws IOException, MalformedRowException {
        requireObject(payload);
        ByteBuilder output = new ByteBuilder(payload.length + 128);
        try (JsonParser parser = JSON.createParser(payload)) {
            encode(shape, new JsonRowReader(parser, payload, output));
        }
        return output.toByteArray();
    }

    private static void encode(ValueRule shape, JsonRowReader row) throws IOException, MalformedRowException {
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
    public static String describe(JsonProcessingException notJson) {
        return notJson.getLocation() == null
                ? "not JSON"
                : "not JSON (at byte " + notJson.getLocation().getByteOffset() + ")";
    }
}
