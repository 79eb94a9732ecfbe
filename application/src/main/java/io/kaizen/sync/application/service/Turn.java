package io.kaizen.sync.application.service;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one worker of a flush at a time touch what the workers share. A worker leaves its turn while it waits for something outside: the
 * server, an exporter, a pause. One instance for each flush.
 */
public interface Turn {

    /** Starts another worker, which runs in turn. For a worker that is in turn. */
    void start(Runnable worker);

    /** Runs {@code action} in turn, once no other worker is. May be nested. */
    <T> T inside(Supplier<T> action);

    /** Runs {@code action} out of turn, so that others may be in turn, then takes the turn again. For a worker that is in turn. */
    <T> T outside(Supplier<T> action);

    /**
     * Waits out of turn until another worker {@linkplain #changed says} that something has changed, then takes the turn again. For a worker that
     * is in turn.
     *
     * @param interrupted called if the thread is interrupted meanwhile; the wait goes on, and the thread's flag is set afterwards
     */
    void awaitChange(Runnable interrupted);

    /** Wakes the workers that wait for a change. For a worker that is in turn. */
    void changed();

    /**
     * For workers that are threads.
     *
     * @param threads may run a worker at once, on the thread that starts it
     */
    static Turn ofThreads(Executor threads) {
        return new ThreadTurn(threads);
    }

    /** A lock, and a condition for changes. */
    final class ThreadTurn implements Turn {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition change = lock.newCondition();
        private final Executor threads;
        private long changes;

        private ThreadTurn(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void start(Runnable worker) {
            threads.execute(() -> inside(() -> {
                worker.run();
                return worker;
            }));
        }

        @Override
        public <T> T inside(Supplier<T> action) {
            lock.lock();
            try {
                return action.get();
            } finally {
                lock.unlock();
            }
        }

        /** Leaves nested turns too: an executor may run a worker within the turn of another. */
        @Override
        public <T> T outside(Supplier<T> action) {
            int holds = lock.getHoldCount();
            for (int i = 0; i < holds; i++) {
                lock.unlock();
            }
            try {
                return action.get();
            } finally {
                for (int i = 0; i < holds; i++) {
                    lock.lock();
                }
            }
        }

        @Override
        public void awaitChange(Runnable interrupted) {
            long seen = changes;
            boolean wasInterrupted = false;
            while (changes == seen) {
                try {
                    change.await();
                } catch (InterruptedException now) {
                    wasInterrupted = true;
                    interrupted.run();
                }
            }
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void changed() {
            changes++;
            change.signalAll();
        }
    }
}
