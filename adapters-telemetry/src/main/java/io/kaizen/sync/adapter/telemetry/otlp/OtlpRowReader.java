package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of one row into OTLP's values. */
final class OtlpRowReader {

    /**
     * How many levels of arrays and objects become structured values; a deeper one becomes a string of its JSON. An object takes three
     * levels of protobuf, and decoders refuse a request that has more than 100.
     */
    static final int DEEPEST = 24;

    private final String json;
    private final JsonParser parser;

    private OtlpRowReader(String json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
    }

    /**
     * The fields of {@code row}, in order. A field given twice counts once, with its last value: OTLP requires unique keys.
     *
     * @throws IOException if the row is not a JSON object
     */
    static Map<String, AnyValue> read(EncodedRow row) throws IOException {
        String json = new String(row.json(), UTF_8);
        try (JsonParser parser = ItemJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("row " + row.id() + " is not an object");
            }
            return new OtlpRowReader(json, parser).fields(0);
        }
    }

    private Map<String, AnyValue> fields(int depth) throws IOException {
        Map<String, AnyValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(depth + 1));
        }
        return fields;
    }

    private List<AnyValue> items(int depth) throws IOException {
        List<AnyValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return items;
    }

    private AnyValue value(int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart() && depth > DEEPEST) {
            return AnyValues.text(skipped());
        }
        return switch (token) {
            case START_OBJECT -> AnyValues.object(fields(depth));
            case START_ARRAY -> AnyValues.list(items(depth));
            case VALUE_STRING -> AnyValues.text(parser.getText());
            case VALUE_NUMBER_INT -> AnyValues.integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> AnyValues.decimal(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> AnyValues.flag(token == JsonToken.VALUE_TRUE);
            default -> AnyValues.NULL;
        };
    }

    /** Skips the array or object that starts here. Returns its JSON. */
    private String skipped() throws IOException {
        int start = offset();
        parser.skipChildren();
        return json.substring(start, offset() + 1);
    }

    private int offset() {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }
}
