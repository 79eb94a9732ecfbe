package io.kaizen.sync.domain.limits;

import static io.kaizen.sync.domain.limits.Overridable.EVENTS_PER_BATCH_MAX;
import static io.kaizen.sync.domain.limits.Overridable.FLUSH_INTERVAL_MS;
import static io.kaizen.sync.domain.limits.Overridable.MAX_BODY_BYTES;
import static io.kaizen.sync.domain.limits.Overridable.SAMPLE_RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.batch.BatchLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOverridesTest {

    private static final SyncLimits FILES = new SyncLimits(new BatchLimits(500, 1_000_000), Duration.ofSeconds(10), 1);

    @ParameterizedTest
    @CsvSource({
        "EVENTS_PER_BATCH_MAX, 0, 1",
        "EVENTS_PER_BATCH_MAX, 1, 1",
        "EVENTS_PER_BATCH_MAX, 100.0, 100",
        "EVENTS_PER_BATCH_MAX, 1e2, 100",
        "EVENTS_PER_BATCH_MAX, 100000, 100000",
        "MAX_BODY_BYTES, 0, 1",
        "MAX_BODY_BYTES, 1, 1",
        "MAX_BODY_BYTES, 67108864, 67108864",
        "FLUSH_INTERVAL_MS, 0, 100",
        "FLUSH_INTERVAL_MS, 99, 100",
        "FLUSH_INTERVAL_MS, 101, 101",
        "FLUSH_INTERVAL_MS, 86400000, 86400000",
        "SAMPLE_RATE, 0, 0.0",
        "SAMPLE_RATE, 0.25, 0.25",
        "SAMPLE_RATE, 1e-999999999, 0.0",
        "SAMPLE_RATE, 1.000, 1.0",
    })
    void b11_whatIsInRangeCounts(Overridable key, BigDecimal said, BigDecimal counts) {
        assertThat(key.valueFor(said)).contains(counts);
        assertThat(key.valueFor(counts)).as("and is final").contains(counts);
    }

    @ParameterizedTest
    @CsvSource({
        "EVENTS_PER_BATCH_MAX, -1",
        "EVENTS_PER_BATCH_MAX, 100001",
        "EVENTS_PER_BATCH_MAX, 2147483647",
        "EVENTS_PER_BATCH_MAX, 1.5",
        "EVENTS_PER_BATCH_MAX, 1e999999999",
        "EVENTS_PER_BATCH_MAX, 1e-999999999",
        "MAX_BODY_BYTES, -1",
        "MAX_BODY_BYTES, 67108865",
        "MAX_BODY_BYTES, 2147483647",
        "FLUSH_INTERVAL_MS, -1",
        "FLUSH_INTERVAL_MS, 86400001",
        "FLUSH_INTERVAL_MS, 1000.5",
        "SAMPLE_RATE, -0.01",
        "SAMPLE_RATE, 1.01",
    })
    void b11_whatIsOutOfRangeIsIgnoredWithAWarningAndTheRestCounts(Overridable key, BigDecimal said) {
        Overridable other = key == SAMPLE_RATE ? MAX_BODY_BYTES : SAMPLE_RATE;

        ServerOverrides.Reading reading =
                ServerOverrides.read(Map.of(key, Optional.of(said), other, Optional.of(BigDecimal.ONE)));

        assertThat(reading.overrides().values()).containsOnlyKeys(other);
        assertThat(reading.warnings()).containsExactly(key.key() + " is not " + key.range() + " and is ignored");
    }

    @Test
    void whatIsNoNumberIsIgnoredWithAWarning() {
        assertThat(ServerOverrides.read(Map.of(FLUSH_INTERVAL_MS, Optional.empty())))
                .isEqualTo(new ServerOverrides.Reading(
                        ServerOverrides.NONE,
                        List.of("flush_interval_ms is not a whole number from 0 to 86400000 and is ignored")));
    }

    @Test
    void limitsAreThoseOfTheFilesButForWhatIsOverridden() {
        assertThat(FILES.under(ServerOverrides.NONE)).isEqualTo(FILES);
        assertThat(FILES.under(new ServerOverrides(Map.of(EVENTS_PER_BATCH_MAX, BigDecimal.TEN))))
                .isEqualTo(new SyncLimits(new BatchLimits(10, 1_000_000), Duration.ofSeconds(10), 1));
        assertThat(FILES.under(new ServerOverrides(Map.of(MAX_BODY_BYTES, BigDecimal.TEN))))
                .isEqualTo(new SyncLimits(new BatchLimits(500, 10), Duration.ofSeconds(10), 1));
        assertThat(FILES.under(new ServerOverrides(Map.of(FLUSH_INTERVAL_MS, BigDecimal.valueOf(250)))))
                .isEqualTo(new SyncLimits(new BatchLimits(500, 1_000_000), Duration.ofMillis(250), 1));
        assertThat(FILES.under(new ServerOverrides(Map.of(SAMPLE_RATE, BigDecimal.valueOf(0.5)))))
                .isEqualTo(new SyncLimits(new BatchLimits(500, 1_000_000), Duration.ofSeconds(10), 0.5));
    }

    @Test
    void aPinnedKeyIsTakenOut() {
        ServerOverrides both =
                new ServerOverrides(Map.of(EVENTS_PER_BATCH_MAX, BigDecimal.TEN, SAMPLE_RATE, BigDecimal.valueOf(0.5)));

        assertThat(both).hasToString("events_per_batch_max = 10, sample_rate = 0.5");
        assertThat(both.without(Set.of(SAMPLE_RATE))).hasToString("events_per_batch_max = 10");
        assertThat(both.without(both.values().keySet())).isEqualTo(ServerOverrides.NONE);
    }

    @Test
    void noOtherValuesCanBeMade() {
        assertThatThrownBy(() -> new ServerOverrides(Map.of(MAX_BODY_BYTES, BigDecimal.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max_body_bytes must be a whole number from 0 to 67108864");
    }
}
