package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.kaizen.sync.bootstrap.config.TomlLocator.Entry;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says what the parser found wrong in a file. In words of ours, for some of the parser's messages repeat what stands there; for
 * the same reason its exception is not kept as a cause.
 */
final class TomlProblem {

    private static final String NEEDS_QUOTES = "a value is not valid here (text needs quotes)";

    /** Beginning of the parser's message, and what we say. */
    private static final List<List<String>> WORDS = List.of(
            List.of("Newline not permitted", "the line ends too early: a value, quote or bracket is missing"),
            List.of("Premature end of file", "the file ends too early: a value, quote or bracket is missing"),
            List.of("EOF in wrong state", "the file ends too early: a value, quote or bracket is missing"),
            List.of("Duplicate key", "the key stands here for the second time"),
            List.of("Table redefined", "the table stands here for the second time"),
            List.of("Path into existing", "the key has a value already, so that nothing can be put under it"),
            List.of("Unknown escape sequence", "a backslash is not valid here (in 'single quotes' it is plain text)"),
            List.of("Invalid code point", "an escape names no character"),
            List.of("Illegal control character", "there is a control character"),
            List.of("More data after value", "there is more behind the value (text needs quotes)"),
            List.of("Zero-prefixed ints", "a number may not begin with 0 (text needs quotes)"),
            List.of("Trailing comma", "there is a comma behind the last value"),
            List.of("Unknown token", NEEDS_QUOTES),
            List.of("Not a valid Number", NEEDS_QUOTES),
            List.of("Invalid number", NEEDS_QUOTES));

    /** Found only when the parser is past them: of these the beginning of the key or table is the place. */
    private static final List<String> FOUND_LATE = List.of("Duplicate key", "Table redefined", "Path into existing");

    private TomlProblem() {}

    /** File, line, column and, where it is one of ours, the key; then what is wrong. */
    static ConfigException describe(Path path, String text, JsonProcessingException broken) {
        String message = Optional.ofNullable(broken.getOriginalMessage()).orElse("");
        String words = WORDS.stream()
                .filter(pair -> message.startsWith(pair.get(0)))
                .map(pair -> pair.get(1))
                .findFirst()
                .orElse("this is not TOML");
        JsonLocation location = broken.getLocation();
        if (location == null || location.getLineNr() < 1) {
            return new ConfigException(path + ": " + words);
        }
        int found = offsetOf(text, location.getLineNr(), Math.max(1, location.getColumnNr()));
        Optional<Entry> around = around(text, found);
        boolean isLate = FOUND_LATE.stream().anyMatch(message::startsWith);
        int offset = isLate ? around.map(Entry::start).orElse(found) : found;
        String key = around.filter(entry -> isLate || reaches(entry, text, offset))
                .map(Entry::path)
                .filter(ConfigKeys::isKnown)
                .map(known -> known + ": ")
                .orElse("");
        return new ConfigException(
                path + ":" + TomlLocator.lineAt(text, offset) + ":" + columnAt(text, offset) + ": " + key + words);
    }

    /** What began last before {@code offset}. Only keys of ours are named: what else stands in a broken file may be anything. */
    private static Optional<Entry> around(String text, int offset) {
        return TomlLocator.entriesOf(text).stream()
                .filter(entry -> entry.start() < offset)
                .max(Comparator.comparingInt(Entry::start));
    }

    /** Whether {@code offset} lies in the entry's value, or behind it in the same line. */
    private static boolean reaches(Entry entry, String text, int offset) {
        return offset <= entry.end() || TomlLocator.lineAt(text, entry.end()) == TomlLocator.lineAt(text, offset);
    }

    private static int offsetOf(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line && text.indexOf('\n', start) >= 0; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(text.length(), start + column - 1);
    }

    private static int columnAt(String text, int offset) {
        return offset - text.lastIndexOf('\n', offset - 1);
    }
}
