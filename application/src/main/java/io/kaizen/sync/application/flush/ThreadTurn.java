package io.kaizen.sync.application.flush;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Workers that are threads: a lock, and a condition for changes. */
final class ThreadTurn implements Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Executor threads;
    private long changes;

    ThreadTurn(Executor threads) {
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
