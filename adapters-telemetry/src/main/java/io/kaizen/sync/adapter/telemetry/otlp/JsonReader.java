package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Fields;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Flag;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Items;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Nothing;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import io.kaizen.sync.domain.batch.EncodedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a row. For one row. */
final class JsonReader {

    /**
     * How deep arrays and objects within a row are taken apart; what lies deeper stays JSON, as a text. An object costs three
     * levels of protobuf, and decoders give up at 100, the whole request with it.
     */
    static final int DEEPEST = 24;

    /**
     * No limits on lengths: the rows have passed the limits of the outbox already. Keys of payloads are anybody's choice, so they
     * are neither interned nor an error where their hashes collide; to switch off the table of names altogether would cost the
     * offsets in bytes.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] json;
    private final JsonParser parser;

    private JsonReader(byte[] json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
    }

    /**
     * The fields of {@code row}.
     *
     * @throws IOException if it is not a JSON object
     */
    static Fields read(EncodedRow row) throws IOException {
        try (JsonParser parser = JSON.createParser(row.json())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("row " + row.id() + " is not an object");
            }
            return new JsonReader(row.json(), parser).fields(0);
        }
    }

    private Fields fields(int depth) throws IOException {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(depth + 1));
        }
        return new Fields(Collections.unmodifiableMap(fields));
    }

    private Items items(int depth) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Items(items);
    }

    private JsonValue value(int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart() && depth > DEEPEST) {
            return asText();
        }
        return switch (token) {
            case START_OBJECT -> fields(depth);
            case START_ARRAY -> items(depth);
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> new Flag(true);
            case VALUE_FALSE -> new Flag(false);
            default -> Nothing.NULL;
        };
    }

    private Text asText() throws IOException {
        int start = offset();
        parser.skipChildren();
        return new Text(new String(json, start, offset() + 1 - start, UTF_8));
    }

    private int offset() {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
}
