package io.kaizen.sync.application.flush;

import java.util.concurrent.Executor;
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
}
