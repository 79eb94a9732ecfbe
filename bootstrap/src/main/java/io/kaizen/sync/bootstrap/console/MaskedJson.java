package io.kaizen.sync.bootstrap.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Shows how JSON is built without showing what it says: names and types stay, strings and numbers do not. */
public final class MaskedJson {

    private static final String ELLIPSIS = "…";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // What is cut is not to look whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private MaskedJson() {}

    /**
     * Masks a payload.
     *
     * @param json UTF-8, if all is well
     * @param cut whether more follows than is here
     * @return JSON in which each string and number is a string that tells its type, ending in {@code …} where it is cut; a sentence
     *     where {@code json} is none
     */
    public static String of(byte[] json, boolean cut) {
        StringWriter masked = new StringWriter();
        try (JsonParser parser = JSON.createParser(json);
                JsonGenerator generator = JSON.createGenerator(masked)) {
            try {
                copyValue(parser, generator);
            } catch (StreamConstraintsException deep) {
                return "not shown: it nests too deep";
            } catch (JsonProcessingException broken) {
                boolean atEnd = parser.currentLocation().getByteOffset() >= json.length;
                if (cut && atEnd) {
                    generator.flush();
                    return masked + ELLIPSIS;
                }
                return notJson(
                        broken instanceof JsonEOFException
                                ? "ends too early"
                                : "goes wrong at byte "
                                        + parser.currentLocation().getByteOffset());
            }
            generator.flush();
            return isFollowed(parser) ? notJson("goes on after its end") : masked.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory can always be read and written", impossible);
        }
    }

    private static String notJson(String why) {
        return "not JSON: it " + why;
    }

    private static boolean isFollowed(JsonParser parser) {
        try {
            return parser.nextToken() != null;
        } catch (IOException anything) {
            return true;
        }
    }

    private static void copyValue(JsonParser parser, JsonGenerator generator) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new JsonEOFException(parser, JsonToken.NOT_AVAILABLE, "no value");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            copy(token, parser, generator);
        } while (depth > 0);
    }

    private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator) throws IOException {
        switch (token) {
            case START_OBJECT -> generator.writeStartObject();
            case END_OBJECT -> generator.writeEndObject();
            case START_ARRAY -> generator.writeStartArray();
            case END_ARRAY -> generator.writeEndArray();
            case FIELD_NAME -> generator.writeFieldName(TextGuard.oneLine(parser.currentName()));
            case VALUE_STRING -> generator.writeString(mask(parser.getTextLength() + " chars"));
            case VALUE_NUMBER_INT -> generator.writeString(mask("integer"));
            case VALUE_NUMBER_FLOAT -> generator.writeString(mask("decimal"));
            case VALUE_TRUE, VALUE_FALSE -> generator.writeBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> generator.writeNull();
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("not in JSON: " + token);
        }
    }

    private static String mask(String what) {
        return ELLIPSIS + what + ELLIPSIS;
    }
}
