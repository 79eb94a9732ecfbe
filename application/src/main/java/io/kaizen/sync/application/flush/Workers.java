package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The workers of one flush beside its own thread, all running the same loop. In turn. */
final class Workers {

    private final Turn turn;
    private final Runnable loop;
    private final int most;
    private final Halts halts;
    private int working;
    private @Nullable Throwable failure;

    /**
     * @param loop what each worker does, in turn, until nothing is left that it could do now
     * @param most workers, the flush's own thread included
     * @param halts told to abandon the flush if a worker ends with an exception
     */
    Workers(Turn turn, Runnable loop, int most, Halts halts) {
        this.turn = turn;
        this.loop = loop;
        this.most = most;
        this.halts = halts;
    }

    /** Starts another worker, if there may be one; returns whether all are at work now. */
    boolean startAnother() {
        if (working + 1 < most) {
            working++;
            try {
                turn.start(this::work);
            } catch (RejectedExecutionException shutDown) {
                working--;
                throw shutDown;
            }
        }
        return working + 1 >= most;
    }

    private void work() {
        try {
            loop.run();
        } catch (RuntimeException | Error thrown) { // The flush's own thread throws it on.
            if (failure == null || thrown instanceof Error) {
                failure = thrown;
            }
            halts.abandon();
        } finally {
            working--;
            turn.changed();
        }
    }

    /** Whether any is at work. */
    boolean areAny() {
        return working > 0;
    }

    /** Throws what a worker has ended with, if one has. */
    void rethrow() {
        rethrowFaults();
        if (failure instanceof OutboxStoreException broken) {
            throw broken;
        }
    }

    /** Throws what a worker has ended with, unless it is that the storage failed. */
    void rethrowFaults() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException fault && !(fault instanceof OutboxStoreException)) {
            throw fault;
        }
    }
}
