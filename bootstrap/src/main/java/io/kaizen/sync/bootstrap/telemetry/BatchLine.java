package io.kaizen.sync.bootstrap.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.kaizen.sync.bootstrap.console.TextGuard;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of an NDJSON file, which anybody may have written: a batch's summary, other JSON, or nothing of the
 * sort. Whatever it is, what is shown of it is one line without control characters.
 */
public final class BatchLine {

    private static final int LONGEST_SHOWN = 200;
    private static final int MOST_TALLIES = 4;

    private static final ObjectReader JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readerFor(JsonNode.class);

    private final byte[] bytes;
    private final Optional<JsonNode> object;

    /** @param bytes without line break */
    public BatchLine(byte[] bytes) {
        this.bytes = bytes.clone();
        this.object = parse(bytes);
    }

    private static Optional<JsonNode> parse(byte[] bytes) {
        try {
            return Optional.<JsonNode>ofNullable(JSON.readValue(bytes)).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Whether there is nothing but white space. */
    public boolean isBlank() {
        return new String(bytes, UTF_8).isBlank();
    }

    /**
     * The line for programs: as it was written, but that what a terminal could obey is escaped, which means the same.
     *
     * @return empty if it is no JSON object
     */
    public Optional<String> json() {
        return object.map(unused -> escaped(new String(bytes, UTF_8).strip()));
    }

    /** The line for people. */
    public String text() {
        return object.filter(BatchLine::isSummary)
                .map(BatchLine::summary)
                .orElseGet(() -> (object.isPresent() ? "(not a batch) " : "(not JSON) ") + shown());
    }

    /** Its beginning, made harmless. */
    public String shown() {
        String line = TextGuard.oneLine(new String(bytes, UTF_8));
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 3) + "...";
    }

    private static boolean isSummary(JsonNode line) {
        return line.path("batch_kind").isTextual() && line.path("item_count").canConvertToLong();
    }

    private static String summary(JsonNode line) {
        List<String> parts = new ArrayList<>();
        parts.add(count(line.path("item_count"), "item"));
        if (line.path("session_id_count").canConvertToLong()) {
            parts.add(count(line.path("session_id_count"), "session"));
        }
        parts.addAll(tallies(line.path("kind_tally")));
        String project = line.path("project_name").isTextual()
                ? " [" + line.path("project_name").textValue() + "]"
                : "";
        String kind = line.path("batch_kind").textValue();
        return TextGuard.oneLine(
                time(line.path("emitted_at_ms")) + "  " + kind + ": " + String.join(", ", parts) + project);
    }

    private static List<String> tallies(JsonNode tally) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tally.properties()) {
            if (parts.size() == MOST_TALLIES) {
                parts.add("...");
                return parts;
            }
            parts.add(entry.getKey() + " " + entry.getValue().asText());
        }
        return parts;
    }

    private static String count(JsonNode number, String noun) {
        long value = number.longValue();
        return value + " " + noun + (value == 1 ? "" : "s");
    }

    private static String time(JsonNode millis) {
        return millis.canConvertToLong()
                ? Instant.ofEpochMilli(millis.longValue()).toString()
                : "(no time)";
    }

    /** Such characters stand in strings only; between tokens JSON has none but white space. */
    private static String escaped(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c == '\t' || TextGuard.isHarmless(c)) {
                safe.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            }
        });
        return safe.toString();
    }
}
