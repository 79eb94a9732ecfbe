package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One flush at a time, whoever asks for it, and none after the end. Thread-safe. */
final class FlushTurn {

    private final FlushOutbox flush;
    private final FlushStop stop;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean over;

    /** @param stop ends the waiting of {@code flush} */
    FlushTurn(FlushOutbox flush, FlushStop stop) {
        this.flush = flush;
        this.stop = stop;
    }

    /**
     * Flushes, after the flush that is under way. An interrupt ends the waiting for that, and the flush.
     *
     * @return empty if it is over; what stood in the way where it was interrupted
     * @throws IllegalStateException if it is called from within a flush
     */
    Optional<FlushReport> flush() {
        requireOutside();
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException wantedBack) {
            Thread.currentThread().interrupt();
            return Optional.of(unfinished("interrupted while another flush was under way; rows stay pending"));
        }
        stop.begin();
        try {
            return over ? Optional.empty() : Optional.of(flush.flush());
        } finally {
            stop.end();
            turn.unlock();
        }
    }

    /** The report of a flush that was not waited for. */
    static FlushReport unfinished(String why) {
        return new FlushReport(0, 0, 0, 0, List.of(Stop.of(StopReason.INTERRUPTED, why)));
    }

    /** The flush of {@code flusher} sends nothing more, or does not begin; what is on the wire is waited for. Other flushes go on. */
    void stop(Thread flusher) {
        if (!stop.stop(flusher)) {
            flusher.interrupt();
        }
    }

    /** No flush begins any more. Waits for the one that is under way, if any, but no longer than {@code patience}. */
    void end(Duration patience) {
        over = true;
        stop.close();
        try {
            if (turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                turn.unlock();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IllegalStateException if the caller is part of a flush, so that to wait for its end would be to wait for ever */
    void requireOutside() {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("called from within a flush, for example from a FlushListener");
        }
    }
}
