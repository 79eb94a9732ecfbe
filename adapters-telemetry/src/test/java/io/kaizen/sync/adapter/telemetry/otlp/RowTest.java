package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1000000", "1760000000000, 1760000000000000000", "9223372036854, 9223372036854000000"})
    void aMillisecondIsAMillionNanoseconds(String millis, long nanos) throws IOException {
        assertThat(row("{\"at\":" + millis + "}").nanosOf("at")).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036855", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void aTimeFromTheYear2262OnIsNotKnown(String millis) throws IOException {
        assertThat(row("{\"at\":" + millis + "}").nanosOf("at")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"at\":null}", "{\"at\":\"7\"}", "{\"at\":7.0}", "{\"at\":true}", "{\"at\":[7]}"})
    void whatIsNoIntegerIsNoTime(String json) throws IOException {
        assertThat(row(json).nanosOf("at")).isEmpty();
    }

    @Test
    void aFieldThatIsAbsentNullOrNoStringHasNoText() throws IOException {
        Row row = row("{\"text\":\"\",\"null\":null,\"number\":7}");

        assertThat(row.text("text")).contains("");
        assertThat(row.text("null")).isEmpty();
        assertThat(row.text("number")).isEmpty();
        assertThat(row.text("absent")).isEmpty();
    }

    private static Row row(String json) throws IOException {
        return Row.of(new EncodedRow(new RowId(1), new OwnerId("owner"), json.getBytes(UTF_8)));
    }
}
