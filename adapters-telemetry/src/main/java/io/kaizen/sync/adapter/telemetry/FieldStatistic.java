package io.kaizen.sync.adapter.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** One figure, or a pair of them, about one field of a batch's rows. For one thread. */
sealed interface FieldStatistic permits DistinctCount, MinMax, Tally {

    /** Name of the field, at the top of a row. */
    String field();

    /** Takes the value at which {@code value} stands; never null. */
    void add(JsonParser value) throws IOException;

    /** Writes what was found as fields of the object that is open. */
    void writeTo(JsonGenerator json) throws IOException;
}
