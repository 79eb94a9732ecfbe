package io.kaizen.sync.application.schedule;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.Objects;

/**
 * When the next flush is due: at every interval while all goes well, and twice as late after each flush that did not, up to 15
 * minutes. Another flusher in our way is no trouble. For one thread.
 */
public final class FlushSchedule {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private int troubles;

    /** How long to wait after a flush that ended like this. */
    public Duration after(FlushReport report, Duration interval) {
        boolean trouble = report.gravest()
                .filter(stop -> stop.reason() != StopReason.BUSY)
                .isPresent();
        return trouble ? afterTrouble(interval) : afterSuccess(interval);
    }

    /** How long to wait after a flush that could not even begin. */
    public Duration afterTrouble(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        Duration wait = interval;
        for (int i = 0; i < troubles && wait.compareTo(LONGEST) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        troubles++;
        Duration ceiling = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
        return wait.compareTo(ceiling) > 0 ? ceiling : wait;
    }

    /** Whether the last flush did not go well. */
    public boolean isInTrouble() {
        return troubles > 0;
    }

    /** Forgets earlier trouble: something has changed that may end it. */
    public void reset() {
        troubles = 0;
    }

    private Duration afterSuccess(Duration interval) {
        reset();
        return interval;
    }
}
