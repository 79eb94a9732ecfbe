package io.kaizen.sync.bootstrap.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results for other programs: one value, on one line. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** An object whose keys come out in the order in which they are put in; values may be null. */
    public static Map<String, @Nullable Object> object() {
        return new LinkedHashMap<>();
    }

    /** Maps, lists, numbers, strings, booleans and nulls as JSON. */
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a result", impossible);
        }
    }
}
