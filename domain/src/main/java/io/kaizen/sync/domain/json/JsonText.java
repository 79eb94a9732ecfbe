package io.kaizen.sync.domain.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON's notation of values (RFC 8259), compact. */
public final class JsonText {

    /** An object in an object in … that is deeper than this is a loop, or nothing that the outbox takes. */
    private static final int MAX_DEPTH = 500;

    private JsonText() {}

    /** Returns {@code text} in quotes. A lone surrogate, which UTF-8 cannot carry, becomes U+FFFD. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16);
        append(quoted, text);
        return quoted.toString();
    }

    /**
     * Returns {@code fields} as an object, in the map's order.
     *
     * @param fields values are null, strings, booleans, whole numbers, finite floating point numbers, {@link BigDecimal}s,
     *     and maps and iterables of these
     * @throws IllegalArgumentException if there is anything else in it, or it is nested deeper than 500; names the field
     */
    public static String write(Map<String, ? extends @Nullable Object> fields) {
        StringBuilder json = new StringBuilder(256);
        append(json, fields, "", 1);
        return json.toString();
    }

    private static void append(StringBuilder json, @Nullable Object value, String place, int depth) {
        if (value == null || value instanceof Boolean || isWholeNumber(value) || isFinite(value)) {
            json.append(value);
        } else if (value instanceof String text) {
            append(json, text);
        } else if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH);
        } else if (value instanceof Map<?, ?> map) {
            append(json, map, place, depth);
        } else if (value instanceof Iterable<?> elements) {
            append(json, elements, place, depth);
        } else {
            throw new IllegalArgumentException(
                    place + ": no JSON value: " + value.getClass().getName());
        }
    }

    private static void append(StringBuilder json, Map<?, ?> map, String place, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException(
                        (place.isEmpty() ? "" : place + ": ") + "a key that is no string: " + entry.getKey());
            }
            append(json.append(separator), name);
            append(json.append(':'), entry.getValue(), place.isEmpty() ? name : place + "." + name, depth + 1);
            separator = ',';
        }
        json.append(separator == '{' ? "{}" : "}");
    }

    private static void append(StringBuilder json, Iterable<?> elements, String place, int depth) {
        char separator = '[';
        int index = 0;
        for (Object element : elements) {
            append(json.append(separator), element, place + "[" + index++ + "]", depth + 1);
            separator = ',';
        }
        json.append(separator == '[' ? "[]" : "]");
    }

    private static boolean isWholeNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger;
    }

    private static boolean isFinite(Object value) {
        return (value instanceof Double number && Double.isFinite(number))
                || (value instanceof Float small && Float.isFinite(small))
                || value instanceof BigDecimal;
    }

    private static void append(StringBuilder quoted, String text) {
        quoted.append('"');
        text.codePoints().forEach(codePoint -> append(quoted, codePoint));
        quoted.append('"');
    }

    private static void append(StringBuilder quoted, int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            quoted.append('\\').append((char) codePoint);
        } else if (codePoint < 0x20) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            quoted.append('\uFFFD');
        } else {
            quoted.appendCodePoint(codePoint);
        }
    }
}
