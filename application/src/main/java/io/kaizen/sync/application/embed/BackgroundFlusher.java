package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.schedule.FlushSchedule;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Flushes when the interval is over or somebody calls, until a stop is requested; in trouble at the cadence's longer intervals, and deaf to
 * calls. No exception ends it, but an {@link Error} does: its thread then ends like any other that meets one.
 */
final class BackgroundFlusher implements Runnable {

    private final FlushTurn turn;
    private final Sleeper stop;
    private final WakeupSignal signal;
    private final Supplier<Duration> interval;
    private final FlushListener listener;
    private final FlushSchedule cadence = new FlushSchedule();
    private volatile boolean inTrouble;
    /** Whether a flush on another thread went well since ours began. */
    private volatile boolean mended;

    /** @param interval asked after each flush, which may have changed it */
    BackgroundFlusher(
            FlushTurn turn, Sleeper stop, WakeupSignal signal, Supplier<Duration> interval, FlushListener listener) {
        this.turn = turn;
        this.stop = stop;
        this.signal = signal;
        this.interval = interval;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            while (!stop.isStopRequested()) {
                pause(flush());
            }
        } catch (InterruptedException threadIsWantedBack) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hears of a flush on another thread: where that went well, the long wait after a trouble is over. */
    void flushedElsewhere(FlushReport report) {
        if (report.gravest().isEmpty()) {
            mended = true; // Before we look: our own thread may be about to find itself in trouble, and looks the other
            // way round.
            if (inTrouble) {
                signal.urge();
            }
        }
    }

    /** Returns how long to wait afterwards. */
    private Duration flush() {
        mended = false;
        try {
            Optional<FlushReport> report = turn.flush();
            return report.map(done -> cadence.after(done, interval.get())).orElseGet(interval);
        } catch (RuntimeException failure) {
            listener.onEvent(new FlushFailed(failure));
            return cadence.afterTrouble(interval.get());
        } finally {
            inTrouble = cadence.isInTrouble();
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        if (stop.isStopRequested()) {
            return;
        }
        if (!inTrouble) {
            signal.await(wait);
        } else if (!mended) {
            signal.awaitUrgent(wait);
        }
    }
}
