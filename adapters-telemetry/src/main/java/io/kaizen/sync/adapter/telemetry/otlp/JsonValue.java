package io.kaizen.sync.adapter.telemetry.otlp;

import java.util.List;
import java.util.Map;

/** A JSON value, read as far as OTLP needs it: numbers keep their text. Immutable. */
sealed interface JsonValue {

    /** {@code null}. */
    enum Nothing implements JsonValue {
        NULL
    }

    /** A string; also a value that is nested too deep, as its JSON text. */
    record Text(String text) implements JsonValue {}

    /** A number as it was written. */
    record Numeral(String text) implements JsonValue {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements JsonValue {}

    /** An array. */
    record Items(List<JsonValue> items) implements JsonValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * An object, in the order of its fields. A field given twice counts once, with its last value: OTLP wants unique keys, and most
     * readers of JSON do the same.
     *
     * @param fields shared and not copied, which would lose the order
     */
    record Fields(Map<String, JsonValue> fields) implements JsonValue {}
}
