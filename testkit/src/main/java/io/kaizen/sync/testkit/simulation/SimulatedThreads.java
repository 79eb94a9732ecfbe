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
 * The threads of all processes, of which one runs at a time, and the seed decides which. A thread gives way where its turn in a flush
 * begins and ends, and before each call of the store while another process is at work. So a life with several workers and processes is as
 * repeatable as one with a single thread.
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
    /** Processes at work that were {@linkplain #run started beside} the one that the life's own thread runs. */
    private final List<OfProcess> beside = new ArrayList<>();

    private @Nullable Throwable failure;

    /** A thread that has given way, and when it may go on. */
    private record Waiting(OfProcess process, BooleanSupplier mayGoOn, Semaphore wake) {

        boolean isReady() {
            return process.isDead || mayGoOn.getAsBoolean();
        }

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

    /** The threads of a new process. */
    OfProcess newProcess() {
        return new OfProcess();
    }

    /** How many processes are at work beside that of the life's own thread. */
    int beside() {
        return beside.size();
    }

    /** Runs a process beside that of the life's own thread, until {@code main} ends. */
    void run(OfProcess process, Runnable main) {
        beside.add(process);
        submit(process, () -> {
            try {
                main.run();
            } catch (Throwable broken) {
                failure = broken;
            } finally {
                beside.remove(process);
                wakeAnother();
            }
        });
    }

    /** Lets the processes beside come to their end. */
    void join() {
        OfProcess life = new OfProcess();
        life.isAsleep = true;
        if (!beside.isEmpty()) {
            giveWayUntil(life, beside::isEmpty);
        }
        rethrow();
    }

    private void submit(OfProcess process, Runnable task) {
        Waiting begin = new Waiting(process, () -> !process.isAsleep, new Semaphore(0));
        waiting.add(begin);
        POOL.execute(() -> {
            begin.await();
            task.run();
        });
    }

    private void giveWayUntil(OfProcess process, BooleanSupplier condition) {
        if (!process.isDead) {
            Waiting self = new Waiting(process, condition, new Semaphore(0));
            waiting.add(self);
            wakeAnother();
            self.await();
            rethrow();
        }
        if (process.isDead) {
            throw new SimulatedCrash("with its process");
        }
    }

    private void wakeAnother() {
        List<Waiting> ready = waiting.stream().filter(Waiting::isReady).toList();
        if (ready.isEmpty()) {
            throw new InvariantBroken("every worker waits for another");
        }
        Waiting next = ready.get(random.nextInt(ready.size()));
        waiting.remove(next);
        next.wake().release();
    }

    /** What a process beside has ended with ends the life. */
    private void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
    }

    /** Those of one process. */
    final class OfProcess {

        private final Semaphore ended = new Semaphore(0);
        private boolean isAsleep;
        private boolean isDead;

        private OfProcess() {}

        /** The turn of one flush, whose workers are such threads. */
        Turn newTurn() {
            return new SimulatedTurn(this);
        }

        /** Lets another thread run, if the seed wants it. */
        void pause() {
            if (!waiting.isEmpty()) {
                giveWayUntil(this, () -> !isAsleep);
            }
        }

        /** Lets another process run, if there is one and the seed wants it. */
        void pauseForOthers() {
            if (!beside.isEmpty()) {
                pause();
            }
        }

        /** The whole process sleeps for as long as another is awake. */
        void sleep() {
            isAsleep = true;
            try {
                giveWayUntil(
                        this,
                        () -> waiting.stream().allMatch(other -> other.process() == this || other.process().isAsleep));
            } finally {
                isAsleep = false;
            }
        }

        /** The process is killed: its other threads end, one after the other, and do nothing more. */
        void kill() {
            isDead = true;
            List<Waiting> own =
                    waiting.stream().filter(thread -> thread.process() == this).toList();
            waiting.removeAll(own);
            for (Waiting thread : own) {
                thread.wake().release();
                ended.acquireUninterruptibly();
            }
        }

        private void start(Runnable task) {
            submit(this, () -> {
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
    }

    private final class SimulatedTurn implements Turn {

        private final OfProcess process;
        private @Nullable Thread holder;
        private long changes;

        SimulatedTurn(OfProcess process) {
            this.process = process;
        }

        @Override
        public void start(Runnable worker) {
            process.start(() -> inside(() -> {
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
            process.pause();
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
            giveWayUntil(process, () -> changes != seen && isFree());
            holder = Thread.currentThread();
        }

        @Override
        public void changed() {
            changes++;
        }

        private void take() {
            if (!waiting.isEmpty() || holder != null) {
                giveWayUntil(process, this::isFree);
            }
            holder = Thread.currentThread();
        }

        private boolean isFree() {
            return holder == null && !process.isAsleep;
        }
    }
}
