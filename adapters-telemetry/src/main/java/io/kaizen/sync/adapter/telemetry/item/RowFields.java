package io.kaizen.sync.adapter.telemetry.item;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.batch.EncodedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The strings and whole numbers that stand at the top of a row; null counts as absent. Read in one pass that skips what is nested,
 * an event's payload above all. Numbers are exact, up to 2^64-1 and beyond. Immutable.
 */
public final class RowFields {

    /** Any JSON value, of any length: nothing to be looked up by name. */
    private static final String PAYLOAD = "payload";

    private final Map<String, String> texts;
    private final Map<String, BigInteger> integers;

    private RowFields(Map<String, String> texts, Map<String, BigInteger> integers) {
        this.texts = Map.copyOf(texts);
        this.integers = Map.copyOf(integers);
    }

    /**
     * Reads {@code row}.
     *
     * @throws UncheckedIOException if it is not the JSON object that an encoder makes
     */
    public static RowFields of(EncodedRow row) {
        Map<String, String> texts = new HashMap<>();
        Map<String, BigInteger> integers = new HashMap<>();
        try (JsonParser parser = ItemJson.FACTORY.createParser(row.json())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(PAYLOAD)) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, ItemJson.encodable(parser.getText()));
                } else if (value == JsonToken.VALUE_NUMBER_INT) {
                    integers.put(name, parser.getBigIntegerValue());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException broken) {
            // The parser's words quote the row, so they stay in the cause.
            throw new UncheckedIOException("row " + row.id() + " cannot be read", broken);
        }
        return new RowFields(texts, integers);
    }

    /** The string {@code name}; empty where it is absent, null or something else. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** The whole number {@code name}; empty where it is absent, null or something else. */
    public Optional<BigInteger> integer(String name) {
        return Optional.ofNullable(integers.get(name));
    }

    /** Writes the field {@code name} into the object that is open, if the row has it. */
    public void copyTo(JsonGenerator json, String name) throws IOException {
        if (texts.containsKey(name)) {
            json.writeStringField(name, texts.get(name));
        } else if (integers.containsKey(name)) {
            json.writeFieldName(name);
            json.writeNumber(integers.get(name));
        }
    }
}
