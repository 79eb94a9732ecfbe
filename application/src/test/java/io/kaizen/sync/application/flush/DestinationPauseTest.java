package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DestinationPauseTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final DestinationPause pause = new DestinationPause();

    @Test
    void isOffUntilSomebodyAsksForIt() {
        assertThat(pause.isOn(NOON)).isFalse();
    }

    @Test
    void lastsAsLongAsWasAskedFor() {
        pause.pause(NOON, Duration.ofMinutes(6));

        assertThat(pause.isOn(NOON.plusSeconds(359))).isTrue();
        assertThat(pause.isOn(NOON.plusSeconds(360))).isFalse();
        assertThat(pause.until()).isEqualTo(NOON.plusSeconds(360));
    }

    @Test
    void f25_lastsAQuarterOfAnHourAtMost() {
        pause.pause(NOON, Duration.ofDays(36_500));

        assertThat(pause.until()).isEqualTo(NOON.plusSeconds(900));
    }

    @Test
    void f61_aClockThatIsSetBackDoesNotProlongIt() {
        pause.pause(NOON, Duration.ofMinutes(15));

        assertThat(pause.isOn(NOON.minus(Duration.ofDays(1)))).isFalse();
    }
}
