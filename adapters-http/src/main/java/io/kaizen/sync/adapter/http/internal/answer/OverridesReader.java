package io.kaizen.sync.adapter.http.internal.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.limits.Overridable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads what the server says that it overrides: one JSON object, of which we look at the keys that we know. */
public final class OverridesReader {

    private static final JsonFactory JSON = new JsonFactory();

    private OverridesReader() {}

    /**
     * The known keys that are there and not null; empty where the value is no number.
     *
     * @throws IOException if {@code body} is anything but one JSON object
     */
    public static Map<Overridable, Optional<BigDecimal>> read(byte[] body) throws IOException {
        Map<Overridable, Optional<BigDecimal>> said = new EnumMap<>(Overridable.class);
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Optional<Overridable> key = Overridable.named(parser.currentName());
                JsonToken value = parser.nextToken();
                if (key.isPresent() && value != JsonToken.VALUE_NULL) {
                    said.put(key.get(), value.isNumeric() ? Optional.of(parser.getDecimalValue()) : Optional.empty());
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new IOException("something behind the JSON object");
            }
        }
        return said;
    }
}
