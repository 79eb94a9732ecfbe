package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.out.Sleeper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waiting of one flush after the other: when the sync is closed, when a flush has had its time, and when its thread is
 * interrupted. An interrupt is remembered here until the flush is over, so that it does not hinder what has to be written down; then the
 * thread has its flag back. Thread-safe.
 */
final class FlushStop implements Sleeper {

    private boolean closed;
    private boolean stopped;
    private boolean interrupted;
    private @Nullable Thread flusher;

    /** The calling thread begins to flush. */
    synchronized void begin() {
        stopped = false;
        interrupted = false;
        flusher = Thread.currentThread();
    }

    /** The flush is over. */
    synchronized void end() {
        flusher = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The flush of {@code thread} has had its time. Returns whether it is the one that is under way. */
    synchronized boolean stop(Thread thread) {
        if (thread != flusher) {
            return false;
        }
        stopped = true;
        notifyAll();
        return true;
    }

    /** Neither this flush nor another may wait for anything any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public synchronized void interrupted() {
        interrupted = true;
        notifyAll();
    }

    @Override
    public synchronized boolean isStopRequested() {
        if (Thread.currentThread() == flusher && Thread.interrupted()) {
            interrupted();
        }
        return closed || stopped || interrupted;
    }

    @Override
    public synchronized boolean sleep(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        long begun = System.nanoTime();
        long nanos = TimeUnit.NANOSECONDS.convert(duration);
        try {
            long left = nanos;
            while (left > 0 && !isStopRequested()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = nanos - (System.nanoTime() - begun);
            }
        } catch (InterruptedException now) {
            hear();
        }
        return !isStopRequested();
    }

    private void hear() {
        if (Thread.currentThread() == flusher) {
            interrupted();
        } else {
            stopped = true;
            notifyAll();
            Thread.currentThread().interrupt();
        }
    }
}
