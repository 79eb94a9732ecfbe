package io.kaizen.sync.adapter.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** How many different strings a field has; 0 where there is none. */
final class DistinctCount implements FieldStatistic {

    private final String field;
    private final String label;
    private final Set<String> values = new HashSet<>();

    DistinctCount(String field, String label) {
        this.field = field;
        this.label = label;
    }

    @Override
    public String field() {
        return field;
    }

    @Override
    public void add(JsonParser value) throws IOException {
        values.add(value.getText());
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeNumberField(label, values.size());
    }
}
