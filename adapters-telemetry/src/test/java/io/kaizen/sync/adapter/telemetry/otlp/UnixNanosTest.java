package io.kaizen.sync.adapter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Nothing;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixNanosTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1000000", "1760000000000, 1760000000000000000", "9223372036854, 9223372036854000000"})
    void aMillisecondIsAMillionNanoseconds(String millis, long nanos) {
        assertThat(UnixNanos.ofMillis(new Numeral(millis))).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036855", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void aTimeFromTheYear2262OnIsNotKnown(String millis) {
        assertThat(UnixNanos.ofMillis(new Numeral(millis))).isEmpty();
    }

    @Test
    void noTimeIsNotKnownEither() {
        assertThat(UnixNanos.ofMillis(null)).isEmpty();
        assertThat(UnixNanos.ofMillis(Nothing.NULL)).isEmpty();
        assertThat(UnixNanos.ofMillis(new Text("7"))).isEmpty();
    }

    @Test
    void anInstantKeepsItsNanoseconds() {
        assertThat(UnixNanos.of(Instant.ofEpochSecond(1_760_000_000, 123_456_789)))
                .isEqualTo(1_760_000_000_123_456_789L);
    }
}
