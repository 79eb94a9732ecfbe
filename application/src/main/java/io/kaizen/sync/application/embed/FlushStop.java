package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.out.Sleeper;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waiting of one flush after the other: when the sync is closed, when a flush has had its time, and when its thread is
 * interrupted. An interrupt is remembered here until the flush is over, so that it does not hinder what has to be written down; then the
 * thread has its flag back. Thread-safe.
 */
final class FlushStop implements Sleeper {

    /** At zero once nothing may wait any more; one for each flush. */
    private CountDownLatch over = new CountDownLatch(1);

    private boolean closed;
    private boolean interrupted;
    private @Nullable Thread flusher;

    /** The calling thread begins to flush. */
    synchronized void begin() {
        interrupted = false;
        flusher = Thread.currentThread();
        if (!closed) {
            over = new CountDownLatch(1);
        }
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
        over.countDown();
        return true;
    }

    /** Neither this flush nor another may wait for anything any more. */
    synchronized void close() {
        closed = true;
        over.countDown();
    }

    @Override
    public synchronized void interrupted() {
        interrupted = true;
        over.countDown();
    }

    @Override
    public synchronized boolean isStopRequested() {
        if (Thread.currentThread() == flusher && Thread.interrupted()) {
            interrupted();
        }
        return over.getCount() == 0;
    }

    @Override
    public boolean sleep(Duration duration) {
        if (isStopRequested()) {
            return false;
        }
        try {
            return !current().await(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
        } catch (InterruptedException now) {
            hear();
            return false;
        }
    }

    private synchronized CountDownLatch current() {
        return over;
    }

    /** A thread that sends for the flush keeps its flag: it belongs to somebody else. */
    private synchronized void hear() {
        if (Thread.currentThread() == flusher) {
            interrupted();
        } else {
            over.countDown();
            Thread.currentThread().interrupt();
        }
    }
}
