package io.kaizen.sync.adapter.http.row.internal.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over compact JSON text, token by token, and makes nothing of it. It knows the plain cases only: wherever a text is odd, or
 * wrong, or may be, it gives up, and somebody who takes more time must look. So what it accepts is JSON, but not all JSON is accepted.
 * For one text in valid UTF-8 and one thread.
 */
public final class JsonScanner {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Below the limit of the contract, which counts otherwise, and kind to the stack. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_NUMBER_LENGTH = 100;

    /** More digits may not fit into a {@code long}. */
    private static final int MAX_LONG_DIGITS = 18;

    private final byte[] text;
    private int at;
    private int depth;

    /** Stands at the beginning of {@code text}, in valid UTF-8. */
    public JsonScanner(byte[] text) {
        this.text = text;
    }

    /** Somebody else must look. Says nothing about the text, and costs nothing to throw. */
    public static final class Unsure extends Exception {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings(
                "StaticAssignmentOfThrowable") // Has neither a stack trace nor a cause that could be of another time.
        private static final Unsure INSTANCE = new Unsure();

        private Unsure() {
            super(null, null, false, false);
        }

        static Unsure unsure() {
            return INSTANCE;
        }
    }

    /** Index of the next byte. */
    public int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == text.length;
    }

    /** Whether the next byte is {@code wanted}. */
    boolean sees(char wanted) {
        return at < text.length && text[at] == wanted;
    }

    /** Steps over {@code wanted} if it comes next; says whether it did. */
    boolean skips(char wanted) {
        if (sees(wanted)) {
            at++;
            return true;
        }
        return false;
    }

    /** Steps over {@code wanted}, which must come next. */
    void skip(char wanted) throws Unsure {
        if (!skips(wanted)) {
            throw Unsure.unsure();
        }
    }

    /** Steps over {@code wanted} if it comes next; says whether it did. */
    boolean skips(byte[] wanted) {
        int end = at + wanted.length;
        if (end > text.length || text[end - 1] != wanted[wanted.length - 1]) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        at = end;
        return true;
    }

    void skipWhiteSpace() {
        while (at < text.length && RawJson.isWhiteSpace(text[at])) {
            at++;
        }
    }

    /** Steps over a string. An escape that is half of a surrogate pair, or one of a whole pair, is odd. */
    void skipString() throws Unsure {
        skip('"');
        while (true) {
            skipPlainText();
            if (at >= text.length) {
                throw Unsure.unsure();
            }
            byte sign = text[at];
            if (sign == '"') {
                at++;
                return;
            }
            if (sign != '\\') {
                throw Unsure.unsure();
            }
            skipEscape();
        }
    }

    /** Steps over a string without escapes. */
    void skipPlainName() throws Unsure {
        skip('"');
        skipPlainText();
        skip('"');
    }

    /** Stops at a quote, a backslash or a control character. Looks at eight bytes at a time. */
    private void skipPlainText() {
        while (at <= text.length - Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(text, at);
            long marks = zeros(eight ^ (ONES * '"')) | zeros(eight ^ (ONES * '\\')) | below(eight, ' ');
            if (marks != 0) {
                at += Long.numberOfTrailingZeros(marks) / Byte.SIZE;
                return;
            }
            at += Long.BYTES;
        }
        while (at < text.length && text[at] != '"' && text[at] != '\\' && (text[at] & 0xFF) >= ' ') {
            at++;
        }
    }

    /** Marks the bytes that are 0: for certain the first, and nothing before it. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHS;
    }

    /** Marks the bytes that are less than {@code limit}: for certain the first, and nothing before it. */
    private static long below(long eight, char limit) {
        return (eight - ONES * limit) & ~eight & HIGHS;
    }

    private void skipEscape() throws Unsure {
        if (at + 1 >= text.length) {
            throw Unsure.unsure();
        }
        switch (text[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> skipUnicodeEscape();
            default -> throw Unsure.unsure();
        }
    }

    private void skipUnicodeEscape() throws Unsure {
        if (at + 6 > text.length) {
            throw Unsure.unsure();
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
            if (digit < 0) {
                throw Unsure.unsure();
            }
            unit = unit << 4 | digit;
        }
        if (Character.isSurrogate((char) unit)) {
            throw Unsure.unsure();
        }
        at += 6;
    }

    /** Steps over a number without an exponent; returns whether it is whole. */
    boolean skipNumber() throws Unsure {
        int start = at;
        skips('-');
        int digits = at;
        skipDigits();
        if (text[digits] == '0' && at > digits + 1) {
            throw Unsure.unsure();
        }
        boolean whole = !skips('.');
        if (!whole) {
            skipDigits();
        }
        if (sees('e') || sees('E') || at - start > MAX_NUMBER_LENGTH) {
            throw Unsure.unsure();
        }
        return whole;
    }

    /** Steps over a whole number and returns it. A zero with a sign is odd, and so is one of many digits. */
    long skipLong() throws Unsure {
        int start = at;
        if (!skipNumber()) {
            throw Unsure.unsure();
        }
        boolean negative = text[start] == '-';
        int digits = negative ? start + 1 : start;
        if (at - digits > MAX_LONG_DIGITS || (negative && text[digits] == '0')) {
            throw Unsure.unsure();
        }
        long value = 0;
        for (int i = digits; i < at; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return negative ? -value : value;
    }

    private void skipDigits() throws Unsure {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw Unsure.unsure();
        }
    }

    /** Steps into an array or object. */
    void enter(char opening) throws Unsure {
        skip(opening);
        if (++depth > MAX_DEPTH) {
            throw Unsure.unsure();
        }
    }

    /** Steps out of an array or object. */
    void leave(char closing) throws Unsure {
        skip(closing);
        depth--;
    }
}
