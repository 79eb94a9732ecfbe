package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.schedule.FlushSchedule;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Flushes at every interval until a stop is requested, whatever happens in between: more slowly the longer trouble lasts, and at
 * once when the configuration changes. For one thread.
 */
final class FlushLoop {

    private final Target target;
    private final Sleeper sleeper;
    private final LoopLog log;
    private final FlushSchedule cadence = new FlushSchedule();

    /** What is flushed again and again. */
    interface Target {

        /**
         * Flushes.
         *
         * @return empty if sync is off
         * @throws OutboxStoreException if the database cannot even be opened
         */
        Optional<FlushReport> flush();

        /** The configured time between two flushes. */
        Duration interval();

        /** Takes over a configuration that has changed. Returns whether there was one. */
        boolean refresh();
    }

    FlushLoop(Target target, Sleeper sleeper, LoopLog log) {
        this.target = Objects.requireNonNull(target, "target");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.log = Objects.requireNonNull(log, "log");
    }

    void run() {
        while (!sleeper.isStopRequested() && !Thread.currentThread().isInterrupted()) {
            waitFor(flush());
        }
        log.ended();
    }

    /** Returns how long to wait afterwards. */
    private Duration flush() {
        try {
            Optional<FlushReport> report = target.flush();
            report.ifPresentOrElse(log::flushed, log::off);
            return report.map(done -> cadence.after(done, target.interval())).orElseGet(target::interval);
        } catch (OutboxStoreException broken) {
            log.storeBroken(broken);
            return cadence.afterTrouble(target.interval());
        }
    }

    /** A long wait is made of short ones, so that a mended configuration is seen at the next interval. */
    private void waitFor(Duration wait) {
        Duration left = wait;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration interval = target.interval();
            Duration step = left.compareTo(interval) < 0 ? left : interval;
            if (!sleeper.sleep(step)) {
                return;
            }
            left = left.minus(step);
            if (target.refresh()) {
                cadence.reset();
                return;
            }
        }
    }
}
