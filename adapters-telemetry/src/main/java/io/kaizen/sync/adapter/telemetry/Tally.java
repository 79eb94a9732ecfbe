package io.kaizen.sync.adapter.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often a field has each value: an object of counts, of the first 20 values alphabetically. */
final class Tally implements FieldStatistic {

    private static final int MOST_NAMES = 20;

    /** By UTF-8 bytes, as the reference sorts; Java's own order of strings differs beyond U+FFFF. */
    private static final Comparator<String> ALPHABETICALLY =
            Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

    private final String field;
    private final String label;
    private final SortedMap<String, Integer> counts = new TreeMap<>(ALPHABETICALLY);

    Tally(String field, String label) {
        this.field = field;
        this.label = label;
    }

    @Override
    public String field() {
        return field;
    }

    /** A name beyond the first 20 is let go at once: more names coming in can only push it further back. */
    @Override
    public void add(JsonParser value) throws IOException {
        counts.merge(encodable(value.getText()), 1, Integer::sum);
        if (counts.size() > MOST_NAMES) {
            counts.remove(counts.lastKey());
        }
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(label);
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** An escape in a row may stand for half a surrogate pair, which UTF-8 cannot carry; it becomes a question mark. */
    private static String encodable(String name) {
        return new String(name.getBytes(UTF_8), UTF_8);
    }
}
