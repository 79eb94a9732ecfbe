package io.kaizen.sync.domain.batch;

/** JSON's notation of a string (RFC 8259, section 7), for the three strings of an envelope. */
final class JsonText {

    private JsonText() {}

    /** Returns {@code text} in quotes. A lone surrogate, which UTF-8 cannot carry, becomes U+FFFD. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        text.codePoints().forEach(codePoint -> append(quoted, codePoint));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            quoted.append('\\').append((char) codePoint);
        } else if (codePoint < 0x20) {
            quoted.append(String.format("\\u%04x", codePoint));
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            quoted.append('\uFFFD');
        } else {
            quoted.appendCodePoint(codePoint);
        }
    }
}
