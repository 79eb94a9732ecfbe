package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Fields;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Nothing;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import io.kaizen.sync.domain.batch.EncodedRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row, read. A field that is null counts as absent. */
final class Row {

    private final Map<String, JsonValue> fields;
    private final byte[] json;

    private Row(Map<String, JsonValue> fields, byte[] json) {
        this.fields = fields;
        this.json = json;
    }

    /** @throws IOException if {@code encoded} is not a JSON object */
    static Row of(EncodedRow encoded) throws IOException {
        return new Row(JsonReader.read(encoded).fields(), encoded.json());
    }

    /** The row as it was encoded; shared and not copied. */
    byte[] json() {
        return json;
    }

    @Nullable
    JsonValue get(String field) {
        return fields.get(field);
    }

    Optional<String> text(String field) {
        return fields.get(field) instanceof Text text ? Optional.of(text.text()) : Optional.empty();
    }

    OptionalLong nanosOf(String field) {
        return UnixNanos.ofMillis(fields.get(field));
    }

    /** The named fields as an object. */
    Fields part(Set<String> names) {
        Map<String, JsonValue> part = new LinkedHashMap<>(fields);
        part.keySet().retainAll(names);
        return new Fields(part);
    }

    /** Writes each field that is there, but those of {@code without}, as an attribute. */
    void writeAttributes(ProtoWriter out, int attributes, Set<String> without) {
        fields.forEach((name, value) -> {
            if (value != Nothing.NULL && !without.contains(name)) {
                AnyValue.writePair(out, attributes, Names.ofField(name), value);
            }
        });
    }

    /** Says that something of this row was left out, and how long the row is. */
    void writeOmission(ProtoWriter out, int attributes) {
        AnyValue.writePair(out, attributes, Names.OMITTED_BYTES, new Numeral(Integer.toString(json.length)));
    }
}
