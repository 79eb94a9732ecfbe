package io.kaizen.sync.application.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final FlushSchedule cadence = new FlushSchedule();

    @Test
    void flushesAtEveryIntervalWhileAllGoesWell() {
        assertThat(cadence.after(well(), INTERVAL)).isEqualTo(INTERVAL);
        assertThat(cadence.after(well(), INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void f28_f35_waitsTwiceAsLongAfterEachTroubleUpToFifteenMinutes() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            seconds.add(
                    cadence.after(stoppedBy(StopReason.UNAUTHORIZED), INTERVAL).toSeconds());
        }

        assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L);
    }

    @Test
    void returnsToTheIntervalWhenAllIsWellAgain() {
        cadence.after(stoppedBy(StopReason.UNREACHABLE), INTERVAL);
        cadence.after(stoppedBy(StopReason.UNREACHABLE), INTERVAL);

        assertThat(cadence.after(well(), INTERVAL)).isEqualTo(INTERVAL);
        assertThat(cadence.after(stoppedBy(StopReason.UNREACHABLE), INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void anotherFlusherInTheWayIsNoTrouble() {
        cadence.after(stoppedBy(StopReason.BUSY), INTERVAL);

        assertThat(cadence.after(stoppedBy(StopReason.BUSY), INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void anIntervalAboveFifteenMinutesIsNotShortened() {
        Duration hour = Duration.ofHours(1);

        cadence.afterTrouble(hour);

        assertThat(cadence.afterTrouble(hour)).isEqualTo(hour);
    }

    private static FlushReport well() {
        return new FlushReport(1, 1, 0, 0, List.of());
    }

    private static FlushReport stoppedBy(StopReason reason) {
        return new FlushReport(0, 0, 0, 1, List.of(Stop.of(reason, "why")));
    }
}
