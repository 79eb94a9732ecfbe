package io.kaizen.sync.adapter.http.row.internal.prepare;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.kaizen.sync.adapter.http.row.internal.scan.ByteBuilder;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.adapter.http.row.internal.scan.RawJson;

/** JSON's notation of strings that are not copied as they are written. */
final class TextNotation {

    private TextNotation() {}

    /** @throws MalformedRowException if {@code text} has half of a surrogate pair */
    static void append(ByteBuilder output, String text) throws MalformedRowException {
        requireWhole(text);
        output.append('"');
        output.append(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        output.append('"');
    }

    /** Refuses what {@link RawJson} refuses. */
    static void requireWhole(String text) throws MalformedRowException {
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw MalformedRowException.because(RawJson.HALF_A_PAIR);
            }
            i += Character.charCount(codePoint);
        }
    }
}
