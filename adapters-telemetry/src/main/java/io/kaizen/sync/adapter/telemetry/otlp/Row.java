package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.domain.batch.EncodedRow;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A row whose fields have been read as OTLP's values. */
final class Row {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<String, AnyValue> fields;
    private final byte[] json;

    private Row(Map<String, AnyValue> fields, byte[] json) {
        this.fields = fields;
        this.json = json;
    }

    /** @throws IOException if {@code encoded} is not a JSON object */
    static Row of(EncodedRow encoded) throws IOException {
        return new Row(OtlpRowReader.read(encoded), encoded.json());
    }

    /** The row as it was encoded; shared and not copied. */
    byte[] json() {
        return json;
    }

    /** The value of a field; OTLP's null where the row has no such field. */
    AnyValue get(String field) {
        return fields.getOrDefault(field, AnyValues.NULL);
    }

    /** The text of a field; empty where the field is absent, null or not a string. */
    Optional<String> text(String field) {
        AnyValue value = get(field);
        return value.hasStringValue() ? Optional.of(value.getStringValue()) : Optional.empty();
    }

    /**
     * Nanoseconds since 1970, from a field in milliseconds. Empty where the row has no such number, and from the year 2262 on: the
     * product then exceeds the 63 bits in which receivers store it.
     */
    OptionalLong nanosOf(String field) {
        AnyValue millis = get(field);
        if (!millis.hasIntValue()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.multiplyExact(millis.getIntValue(), NANOS_PER_MILLI));
        } catch (ArithmeticException tooLate) {
            return OptionalLong.empty();
        }
    }

    /** The named fields as an object. */
    AnyValue part(Set<String> names) {
        Map<String, AnyValue> part = new LinkedHashMap<>(fields);
        part.keySet().retainAll(names);
        return AnyValues.object(part);
    }

    /** An attribute for each field that is not null, except those of {@code without}. */
    List<KeyValue> attributes(Set<String> without) {
        List<KeyValue> attributes = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (!value.equals(AnyValues.NULL) && !without.contains(name)) {
                attributes.add(AnyValues.pair(Names.ofField(name), value));
            }
        });
        return attributes;
    }

    /** An attribute that says that a part of this row was left out, and how long the row is in bytes. */
    KeyValue omission() {
        return AnyValues.pair(Names.OMITTED_BYTES, AnyValues.whole(json.length));
    }
}
