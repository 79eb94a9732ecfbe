package io.kaizen.sync.adapter.telemetry.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an answer says whose body is a JSON object: the status is not all where a server takes a request and throws its content away. */
public final class AnswerFields {

    private static final JsonFactory JSON = new JsonFactory();

    private AnswerFields() {}

    /**
     * The texts, numbers and truth values in {@code body}, by the names of the objects that they stand in, joined by dots. What stands in
     * an array has the array's name; several values of one name are joined by commas.
     *
     * @return empty if {@code body} is not one JSON object
     */
    public static Optional<Map<String, String>> in(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    fields.merge(pathOf(json.getParsingContext()), json.getText(), (one, more) -> one + ", " + more);
                }
            }
            return Optional.of(Collections.unmodifiableMap(fields));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static String pathOf(JsonStreamContext place) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = place; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inObject()) {
                path.insert(0, at.getCurrentName() + (path.isEmpty() ? "" : "."));
            }
        }
        return path.toString();
    }

    /** Whether {@code body} is a web page: then something else has answered than the server that was meant. */
    public static boolean isPage(byte[] body) {
        for (byte b : body) {
            if (!Character.isWhitespace(b)) {
                return b == '<';
            }
        }
        return false;
    }
}
