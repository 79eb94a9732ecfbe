package io.kaizen.sync.adapter.http.row.internal.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.scan.ByteBuilder;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.adapter.http.row.internal.scan.RawJson;
import java.io.IOException;

/** One row under way: its text, the parser that walks through it and the output. For one thread. */
public final class JsonRowReader {

    private final JsonParser parser;
    private final byte[] source;
    private final ByteBuilder output;
    private final RawJson raw;

    /** Reads {@code source} through {@code parser}, which stands at its beginning, and appends to {@code output}. */
    public JsonRowReader(JsonParser parser, byte[] source, ByteBuilder output) {
        this.parser = parser;
        this.source = source;
        this.output = output;
        this.raw = new RawJson(source, output);
    }

    /** The parser, at the token that is read. */
    public JsonParser parser() {
        return parser;
    }

    /** What was written so far. */
    public ByteBuilder output() {
        return output;
    }

    /** First byte of the token at which the parser stands. */
    byte firstByte() {
        return source[tokenStart()];
    }

    /** Copies the scalar at which the parser stands, as it is written. */
    public void copyScalar(JsonToken token) throws MalformedRowException {
        if (token == JsonToken.VALUE_STRING) {
            raw.copyString(tokenStart());
        } else if (token.isNumeric()) {
            raw.copyNumber(tokenStart());
        } else {
            output.append(token.asByteArray());
        }
    }

    /** Copies the array or object at whose start the parser stands, as it is written but for white space. */
    public void copyContainer() throws IOException, MalformedRowException {
        int start = tokenStart();
        parser.skipChildren();
        raw.copyTokens(start, (int) parser.currentLocation().getByteOffset());
    }

    /** Copies the name of a field, at which the parser stands, as it is written. */
    public void copyName() throws MalformedRowException {
        raw.copyString(tokenStart());
    }

    /** Copies the source between two offsets, white space included. */
    public void copyAsGiven(int from, int to) {
        output.append(source, from, to);
    }

    /** Offset of the token at which the parser stands. */
    public int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Offset behind the token at which the parser stands. */
    public int tokenEnd() throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }
}
