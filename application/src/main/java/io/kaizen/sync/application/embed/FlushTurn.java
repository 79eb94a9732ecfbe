package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One flush at a time, whoever asks for it, and none after the end. Thread-safe. */
final class FlushTurn {

    private final FlushOutbox flush;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean over;

    FlushTurn(FlushOutbox flush) {
        this.flush = flush;
    }

    /**
     * Flushes, after the flush that is under way.
     *
     * @return empty if it is over
     * @throws IllegalStateException if it is called from within a flush
     */
    Optional<FlushReport> flush() {
        requireOutside();
        turn.lock();
        try {
            return over ? Optional.empty() : Optional.of(flush.flush());
        } finally {
            turn.unlock();
        }
    }

    /** No flush begins any more. Waits for the one that is under way, if any, but no longer than {@code patience}. */
    void end(Duration patience) {
        over = true;
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
