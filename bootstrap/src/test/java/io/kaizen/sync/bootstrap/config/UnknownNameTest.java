package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownNameTest {

    @ParameterizedTest
    @CsvSource({
        "sync.endpont, sync.endpoint",
        "sync.url, ",
        "sync.lane, sync.lanes",
        "sync.Lanes, sync.lanes",
        "sync.salt_hex, sync.team_salt_hex",
        "sync.request_timeout, sync.request_timeout_ms",
        "telemetry.exporter, telemetry.exporters",
        "x, ",
        "'', "
    })
    void theNearestKnownNameIsFoundIfOneIsNear(String name, String expected) {
        assertThat(UnknownName.nearest(name, ConfigKeys.ALL).orElse(null)).isEqualTo(expected);
    }

    @Test
    void whatIsShownIsOneShortLine() {
        assertThat(UnknownName.describe("a\u001b\n\u202eb".repeat(40), List.of()))
                .doesNotContainPattern("[\\p{Cntrl}\u202e]")
                .hasSize(63);
    }
}
