package io.kaizen.sync.bootstrap.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds where keys stand in a TOML text; the parser we use forgets it. Made for messages only: it interprets no values, never
 * fails, and skips what it does not understand. For one thread.
 *
 * <p>A key's path is written {@code sync.endpoint}, or {@code telemetry.exporters[0].type} in an array of tables; parts that are
 * not bare keys stand in quotes.
 */
final class TomlLocator {

    /**
     * A key, a table's header or an element of an array.
     *
     * @param start offset of its first character
     * @param end offset behind its value
     */
    record Entry(String path, int start, int end) {}

    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int DEEPEST = 100;

    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    /** Tables so far, by the path of their array. */
    private final Map<String, Integer> arraySizes = new HashMap<>();

    private int at;
    private int depth;

    private TomlLocator(String text) {
        this.text = text;
    }

    /** All entries of {@code text}, in its order. */
    static List<Entry> entriesOf(String text) {
        TomlLocator locator = new TomlLocator(text);
        locator.document();
        return locator.entries;
    }

    /** Line of {@code path}, from 1; that of the nearest table around it where the key itself is not found. */
    static Optional<Integer> lineOf(String text, String path) {
        List<Entry> entries = entriesOf(text);
        for (String part = path; !part.isEmpty(); part = parentOf(part)) {
            String wanted = part;
            Optional<Entry> found = entries.stream()
                    .filter(entry -> entry.path().equals(wanted))
                    .findFirst();
            if (found.isPresent()) {
                return Optional.of(lineAt(text, found.get().start()));
            }
        }
        return Optional.empty();
    }

    /** Path of {@code name} in {@code table}. */
    static String pathOf(String table, String name) {
        String part = BARE_KEY.matcher(name).matches() ? name : '"' + name + '"';
        return table.isEmpty() ? part : table + "." + part;
    }

    /** Line of an offset, from 1. */
    static int lineAt(String text, int offset) {
        return 1
                + (int) text.substring(0, Math.min(offset, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String parentOf(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private void document() {
        String table = "";
        skipBlank();
        while (at < text.length()) {
            if (peek() == '[') {
                table = header();
            } else {
                keyAndValue(table);
            }
            skipLine();
            skipBlank();
        }
    }

    private String header() {
        int start = at;
        boolean isArray = text.startsWith("[[", at);
        at += isArray ? 2 : 1;
        List<String> names = key();
        if (names.isEmpty()) {
            return "";
        }
        int last = names.size() - 1;
        String path = pathOf(descend("", names.subList(0, last)), names.get(last));
        if (isArray) {
            path += "[" + (arraySizes.merge(path, 1, Integer::sum) - 1) + "]";
        }
        entries.add(new Entry(path, start, at));
        return path;
    }

    private void keyAndValue(String table) {
        int start = at;
        List<String> names = key();
        if (names.isEmpty()) {
            return;
        }
        String path = descend(table, names);
        skipSpace();
        if (peek() == '=') {
            at++;
            skipSpace();
            value(path);
        }
        entries.add(new Entry(path, start, at));
    }

    private void value(String path) {
        switch (peek()) {
            case '"', '\'' -> string();
            case '[' -> nested(() -> array(path));
            case '{' -> nested(() -> inlineTable(path));
            default -> scalar();
        }
    }

    private void nested(Runnable value) {
        depth++;
        if (depth > DEEPEST) {
            at = text.length();
        } else {
            at++;
            value.run();
        }
        depth--;
    }

    private void array(String path) {
        skipBlank();
        for (int index = 0; at < text.length() && peek() != ']'; index++) {
            int start = at;
            String element = path + "[" + index + "]";
            value(element);
            entries.add(new Entry(element, start, at));
            skipBlank();
            if (peek() != ',') {
                break;
            }
            at++;
            skipBlank();
        }
        skip(']');
    }

    private void inlineTable(String path) {
        skipBlank();
        while (at < text.length() && peek() != '}') {
            keyAndValue(path);
            skipBlank();
            if (peek() != ',') {
                break;
            }
            at++;
            skipBlank();
        }
        skip('}');
    }

    private void string() {
        char quote = peek();
        String triple = String.valueOf(quote).repeat(3);
        boolean isLong = text.startsWith(triple, at);
        String closing = isLong ? triple : String.valueOf(quote);
        at += closing.length();
        while (at < text.length() && !text.startsWith(closing, at) && (isLong || peek() != '\n')) {
            at += quote == '"' && peek() == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), text.startsWith(closing, at) ? at + closing.length() : at);
    }

    private void scalar() {
        while (at < text.length() && ",]}#\n".indexOf(peek()) < 0) {
            at++;
        }
    }

    /** The parts of a dotted key; none if there is no key here. */
    private List<String> key() {
        List<String> names = new ArrayList<>();
        while (true) {
            skipSpace();
            int start = at;
            if (peek() == '"' || peek() == '\'') {
                string();
                names.add(text.substring(start + 1, Math.max(start + 1, at - 1)));
            } else {
                while (at < text.length() && isBare(peek())) {
                    at++;
                }
                if (at == start) {
                    return names;
                }
                names.add(text.substring(start, at));
            }
            skipSpace();
            if (peek() != '.') {
                return names;
            }
            at++;
        }
    }

    /** Follows {@code names} down from {@code table}; an array of tables is entered at its last one. */
    private String descend(String table, List<String> names) {
        String path = table;
        for (String name : names) {
            path = pathOf(path, name);
            Integer size = arraySizes.get(path);
            path = size == null ? path : path + "[" + (size - 1) + "]";
        }
        return path;
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** White space, line breaks and comments. */
    private void skipBlank() {
        while (at < text.length()) {
            if (peek() == '#') {
                skipLine();
            } else if (Character.isWhitespace(peek())) {
                at++;
            } else {
                return;
            }
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private void skipLine() {
        while (at < text.length() && peek() != '\n') {
            at++;
        }
    }

    private void skip(char expected) {
        if (peek() == expected) {
            at++;
        }
    }

    /** The next character; NUL at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }
}
