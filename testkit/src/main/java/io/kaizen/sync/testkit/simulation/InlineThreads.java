package io.kaizen.sync.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs every task at once, on the thread that hands it over: the simulation has only one. Some it never gets to. */
final class InlineThreads extends AbstractExecutorService {

    /** Longer than an exporter is waited for. */
    private static final Duration TOO_LONG = Duration.ofSeconds(31);

    private final Fate fate;
    private final SimulatedTime time;

    InlineThreads(Fate fate, SimulatedTime time) {
        this.fate = fate;
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        if (fate.strikes(Fault.EXPORTER_HANGS)) {
            time.pass(TOO_LONG);
        } else {
            task.run();
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
