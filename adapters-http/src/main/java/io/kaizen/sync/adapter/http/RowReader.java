package io.kaizen.sync.adapter.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** One row under way: its text, the parser that walks through it and the output. For one thread. */
final class RowReader {

    private final JsonParser parser;
    private final byte[] source;
    private final ByteBuilder output;
    private final RawJson raw;

    RowReader(JsonParser parser, byte[] source, ByteBuilder output) {
        this.parser = parser;
        this.source = source;
        this.output = output;
        this.raw = new RawJson(source, output);
    }

    JsonParser parser() {
        return parser;
    }

    ByteBuilder output() {
        return output;
    }

    /** First byte of the token at which the parser stands. */
    byte firstByte() {
        return source[tokenStart()];
    }

    /** Copies the scalar at which the parser stands, as it is written. */
    void copyScalar(JsonToken token) throws MalformedRowException {
        if (token == JsonToken.VALUE_STRING) {
            raw.copyString(tokenStart());
        } else if (token.isNumeric()) {
            raw.copyNumber(tokenStart());
        } else {
            output.append(token.asByteArray());
        }
    }

    /** Copies the array or object at whose start the parser stands, as it is written but for white space. */
    void copyContainer() throws IOException, MalformedRowException {
        int start = tokenStart();
        parser.skipChildren();
        raw.copyTokens(start, (int) parser.currentLocation().getByteOffset());
    }

    /** Copies the name of a field, at which the parser stands, as it is written. */
    void copyName() throws MalformedRowException {
        raw.copyString(tokenStart());
    }

    /** Copies the source between two offsets, white space included. */
    void copyAsGiven(int from, int to) {
        output.append(source, from, to);
    }

    /** Offset of the token at which the parser stands. */
    int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Offset behind the token at which the parser stands. */
    int tokenEnd() throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }
}
