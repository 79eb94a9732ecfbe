package io.kaizen.sync.application.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends the wait after a flush that did not go well, and what does not. */
@Timeout(60)
class FlusherInTroubleTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final FlushReport WELL = new FlushReport(0, 0, 0, 0, List.of());
    private static final FlushReport TROUBLE =
            new FlushReport(0, 0, 0, 1, List.of(Stop.of(StopReason.UNAUTHORIZED, "no")));

    private final StoppableSleeper stop = new StoppableSleeper();
    private final WakeupSignal signal = new WakeupSignal();
    private final List<String> events = new ArrayList<>();

    @Test
    void aCallDoesNotButAnUrgentOneDoes() throws Exception {
        Thread flusher = start(() -> {
            note("flush");
            if (count("flush") > 1) {
                stop.requestStop();
                return WELL;
            }
            signal.wake(); // A row that comes in meanwhile.
            return TROUBLE;
        });

        awaitWaiting(flusher);
        signal.wake();
        note("urge");
        signal.urge();
        flusher.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(flusher.isAlive()).isFalse();
        assertThat(events()).containsExactly("flush", "urge", "flush");
    }

    @Test
    void aFlushElsewhereThatGoesWellDoesEvenBeforeTheTroubleIsNoted() throws Exception {
        BackgroundFlusher[] self = new BackgroundFlusher[1];
        FlushTurn turn = new FlushTurn(
                () -> {
                    note("flush");
                    if (count("flush") > 1) {
                        stop.requestStop();
                        return WELL;
                    }
                    self[0].flushedElsewhere(WELL); // As if it came right after our turn.
                    return TROUBLE;
                },
                new FlushStop());
        self[0] = new BackgroundFlusher(turn, stop, signal, () -> NEVER, FlushListener.NONE);
        Thread flusher = new Thread(self[0]);

        flusher.start();
        flusher.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(flusher.isAlive()).isFalse();
        assertThat(events()).containsExactly("flush", "flush");
    }

    private Thread start(Supplier<FlushReport> flush) {
        FlushTurn turn = new FlushTurn(flush::get, new FlushStop());
        Thread flusher = new Thread(new BackgroundFlusher(turn, stop, signal, () -> NEVER, FlushListener.NONE));
        flusher.start();
        return flusher;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private synchronized void note(String event) {
        events.add(event);
    }

    private synchronized long count(String event) {
        return events.stream().filter(event::equals).count();
    }

    private synchronized List<String> events() {
        return List.copyOf(events);
    }
}
