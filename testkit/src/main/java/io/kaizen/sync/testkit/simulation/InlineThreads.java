package io.kaizen.sync.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs every task at once, on the thread that hands it over: the simulation has only one. Some it never gets to. */
final class InlineThreads extends AbstractExecutorService {

    private final Fate fate;
    private final SimulatedTime time;

    InlineThreads(Fate fate, SimulatedTime time) {
        this.fate = fate;
        this.time = time;
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return fate.strikes(Fault.EXPORTER_HANGS) ? new Hanging<>() : super.submit(task);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    /** Never ends; waiting for it costs the time that one is willing to wait. */
    private final class Hanging<T> extends CompletableFuture<T> {

        @Override
        public T get(long timeout, TimeUnit unit) throws TimeoutException {
            time.pass(Duration.of(timeout, unit.toChronoUnit()));
            throw new TimeoutException();
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
