package io.kaizen.sync.adapter.http.row.internal.scan;

/**
 * Copies JSON text as it is written, without the white space between tokens: numbers and escapes keep their form, keys their
 * order. Reads ahead of the parser, so it relies on nothing about the text but never leaves the array; the parser, which
 * follows, judges the grammar.
 *
 * <p>Half of a surrogate pair is refused: the grammar allows the escape, but no UTF-8 text can hold what it stands for, and a
 * server that decodes it refuses the whole body.
 */
public final class RawJson {

    /** What is wrong with text that cannot be UTF-8. */
    public static final String HALF_A_PAIR = "an escape that is half of a surrogate pair";

    private final byte[] source;
    private final ByteBuilder target;

    /** Copies from {@code source}, which is JSON, to the end of {@code target}. */
    public RawJson(byte[] source, ByteBuilder target) {
        this.source = source;
        this.target = target;
    }

    /** Copies the string whose opening quote stands at {@code start}. */
    public void copyString(int start) throws MalformedRowException {
        target.append(source, start, endOfString(start));
    }

    /** Copies the number that begins at {@code start}. */
    public void copyNumber(int start) {
        int end = start;
        while (end < source.length && isOfNumber(source[end])) {
            end++;
        }
        target.append(source, start, end);
    }

    /** Copies the whole tokens between {@code start} and {@code end}. */
    public void copyTokens(int start, int end) throws MalformedRowException {
        int i = start;
        while (i < end) {
            int from = i;
            if (source[i] == '"') {
                i = endOfString(i);
                target.append(source, from, i);
            } else if (isWhiteSpace(source[i])) {
                i++;
            } else {
                while (i < end && source[i] != '"' && !isWhiteSpace(source[i])) {
                    i++;
                }
                target.append(source, from, i);
            }
        }
    }

    /** Whether JSON allows {@code b} between tokens. */
    public static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    /** Index behind the closing quote of the string that opens at {@code start}. */
    private int endOfString(int start) throws MalformedRowException {
        int i = start + 1;
        while (i < source.length && source[i] != '"') {
            i = source[i] == '\\' ? endOfEscape(i) : i + 1;
        }
        return Math.min(i + 1, source.length);
    }

    private int endOfEscape(int start) throws MalformedRowException {
        int unit = escapedUnit(start);
        if (unit < 0) {
            return start + 2;
        }
        if (!Character.isSurrogate((char) unit)) {
            return start + 6;
        }
        int next = escapedUnit(start + 6);
        if (Character.isHighSurrogate((char) unit) && next >= 0 && Character.isLowSurrogate((char) next)) {
            return start + 12;
        }
        throw MalformedRowException.because(HALF_A_PAIR);
    }

    /** The UTF-16 code unit of the <code>&#92;uXXXX</code> at {@code start}; -1 if there is none. */
    private int escapedUnit(int start) {
        if (start + 6 > source.length || source[start] != '\\' || source[start + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = start + 2; i < start + 6; i++) {
            int digit = Character.digit(source[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
