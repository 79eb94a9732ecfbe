package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.flush.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one process, of which one runs at a time, and the seed decides which: each gives way where its turn in a flush begins and
 * ends, and wherever {@link #pause} is called. So a life with several workers is as repeatable as one with a single thread.
 */
final class SimulatedThreads {

    private static final int MOST_PATIENCE_SECONDS = 60;

    /** A life starts hundreds of workers: to make a thread for each would take most of its time. */
    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    private final RandomGenerator random;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private boolean isDead;

    /** A thread that has given way, and when it may go on. */
    private record Waiting(BooleanSupplier mayGoOn, Semaphore wake) {

        void await() {
            try {
                if (!wake.tryAcquire(MOST_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new InvariantBroken("no worker goes on");
                }
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }

    SimulatedThreads(RandomGenerator random) {
        this.random = random;
    }

    /** The turn of one flush, whose workers are such threads. */
    Turn newTurn() {
        return new SimulatedTurn();
    }

    /** Lets another thread run, if the seed wants it. */
    void pause() {
        if (!waiting.isEmpty()) {
            giveWayUntil(() -> true);
        }
    }

    /** The process is killed: its other threads end, one after the other, and do nothing more. */
    void kill() {
        isDead = true;
        while (!waiting.isEmpty()) {
            waiting.remove(0).wake().release();
            ended.acquireUninterruptibly();
        }
    }

    private void start(Runnable task) {
        Waiting begin = new Waiting(() -> true, new Semaphore(0));
        waiting.add(begin);
        POOL.execute(() -> {
            begin.await();
            try {
                if (!isDead) {
                    task.run();
                }
            } catch (SimulatedCrash withItsProcess) {
                // It ends here.
            } finally {
                if (isDead) {
                    ended.release();
                } else {
                    wakeAnother();
                }
            }
        });
    }

    private void giveWayUntil(BooleanSupplier condition) {
        if (!isDead) {
            Waiting self = new Waiting(condition, new Semaphore(0));
            waiting.add(self);
            wakeAnother();
            self.await();
        }
        if (isDead) {
            throw new SimulatedCrash("with its process");
        }
    }

    private void wakeAnother() {
        List<Waiting> ready = waiting.stream()
                .filter(thread -> thread.mayGoOn().getAsBoolean())
                .toList();
        if (ready.isEmpty()) {
            throw new InvariantBroken("every worker waits for another");
        }
        Waiting next = ready.get(random.nextInt(ready.size()));
        waiting.remove(next);
        next.wake().release();
    }

    private final class SimulatedTurn implements Turn {

        private @Nullable Thread holder;
        private long changes;

        @Override
        public void start(Runnable worker) {
            SimulatedThreads.this.start(() -> inside(() -> {
                worker.run();
                return worker;
            }));
        }

        @Override
        public <T> T inside(Supplier<T> action) {
            if (holder == Thread.currentThread()) {
                return action.get();
            }
            take();
            try {
                return action.get();
            } finally {
                holder = null;
            }
        }

        @Override
        public <T> T outside(Supplier<T> action) {
            holder = null;
            pause();
            try {
                return action.get();
            } finally {
                take();
            }
        }

        @Override
        public void awaitChange(Runnable interrupted) {
            long seen = changes;
            holder = null;
            giveWayUntil(() -> changes != seen && holder == null);
            holder = Thread.currentThread();
        }

        @Override
        public void changed() {
            changes++;
        }

        private void take() {
            if (!waiting.isEmpty() || holder != null) {
                giveWayUntil(() -> holder == null);
            }
            holder = Thread.currentThread();
        }
    }
}
