package io.kaizen.sync.adapter.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The smallest and the largest integer of a field, exact up to 2^64-1 and beyond; left out where there is none. */
final class MinMax implements FieldStatistic {

    private final String field;
    private @Nullable BigInteger min;
    private @Nullable BigInteger max;

    MinMax(String field) {
        this.field = field;
    }

    @Override
    public String field() {
        return field;
    }

    @Override
    public void add(JsonParser value) throws IOException {
        BigInteger number = value.getBigIntegerValue();
        min = min == null ? number : min.min(number);
        max = max == null ? number : max.max(number);
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        if (min != null && max != null) {
            json.writeFieldName(field + "_min");
            json.writeNumber(min);
            json.writeFieldName(field + "_max");
            json.writeNumber(max);
        }
    }
}
