package io.kaizen.sync.adapter.http.internal.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the body of an answer says at its top level. Immutable.
 *
 * @param form what the body is
 * @param names the object's fields
 * @param numbers those of them that are whole numbers from 0 to 2^63 - 1
 * @param texts those of them that are strings
 */
record AnswerBody(Form form, Set<String> names, Map<String, Long> numbers, Map<String, String> texts) {

    /** What a body turned out to be. */
    enum Form {
        /** One JSON object. */
        OBJECT,
        /** Nothing, or another thing than an object. */
        OTHER,
        /** It begins like an object and is none, or it may not all be here: it may have been anything. */
        UNREADABLE
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern BEGINS_LIKE_OBJECT = Pattern.compile("\\uFEFF?\\s*\\{");
    private static final AnswerBody OTHER = new AnswerBody(Form.OTHER, Set.of(), Map.of(), Map.of());
    private static final AnswerBody UNREADABLE = new AnswerBody(Form.UNREADABLE, Set.of(), Map.of(), Map.of());

    AnswerBody {
        names = Set.copyOf(names);
        numbers = Map.copyOf(numbers);
        texts = Map.copyOf(texts);
    }

    static AnswerBody of(Response response) {
        if (response.ending() == Ending.CUT
                || response.isEncoded()
                || response.text().indexOf('\0') >= 0) {
            return UNREADABLE; // with a zero in it, it seems to be UTF-16
        }
        if (BEGINS_LIKE_OBJECT.matcher(response.text()).lookingAt()) {
            return readObject(response.body());
        }
        return response.ending() == Ending.MARKED ? OTHER : UNREADABLE;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** The number of that name, or 0. */
    long count(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    /** The string of that name. */
    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    private static AnswerBody readObject(byte[] body) {
        Set<String> names = new HashSet<>();
        Map<String, Long> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                names.add(name);
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT && isCount(parser)) {
                    numbers.put(name, parser.getLongValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? new AnswerBody(Form.OBJECT, names, numbers, texts) : UNREADABLE;
        } catch (IOException notJson) {
            return UNREADABLE;
        }
    }

    private static boolean isCount(JsonParser parser) throws IOException {
        return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER && parser.getLongValue() >= 0;
    }
}
