package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.bootstrap.console.StatusLine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The orderly end of a flush that a signal asks for, within ten seconds: waits end at once, what is on the wire may end by
 * itself for a while and is then broken off, and what even then does not end is left behind. A second signal ends the process at
 * once. Nothing is lost either way: what is claimed is on disk. Thread-safe.
 */
final class GracefulStop implements AutoCloseable {

    /** How long a POST may go on. */
    private static final Duration WIRE_GRACE = Duration.ofSeconds(8);
    /** How long everything else has after that: commit, exporters. */
    private static final Duration LAST_GRACE = Duration.ofMillis(1500);

    private final StoppableSleeper sleeper = new StoppableSleeper();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final StatusLine line;
    private final StopSignals signals;
    private volatile Runnable breakOff = () -> {};

    private GracefulStop(StatusLine line) {
        this.line = Objects.requireNonNull(line, "line");
        this.signals = StopSignals.install(this::onSignal);
    }

    /** Hears signals from now on, until closed. */
    static GracefulStop onSignals(StatusLine line) {
        return new GracefulStop(line);
    }

    /** Wakes up when a stop is asked for. */
    StoppableSleeper sleeper() {
        return sleeper;
    }

    /** What to do about a request on the wire when its time is up; replaces what was said before. */
    void breakOffBy(Runnable action) {
        breakOff = Objects.requireNonNull(action, "action");
    }

    /** The end is reached. Signals have their usual effect again. */
    @Override
    public void close() {
        over.countDown();
        signals.close();
    }

    private void onSignal() {
        if (requested.getAndSet(true)) {
            halt();
        }
        line.println(KaizenSyncCommand.NAME + ": stopping; a second signal stops at once");
        sleeper.requestStop();
        Thread watchdog = new Thread(this::watch, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void watch() {
        try {
            if (!over.await(WIRE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                breakOff.run();
                if (!over.await(LAST_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    halt();
                }
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** No hooks, no waiting: this must work when nothing else does. */
    private static void halt() {
        Runtime.getRuntime().halt(ExitCode.TRY_LATER.code());
    }
}
