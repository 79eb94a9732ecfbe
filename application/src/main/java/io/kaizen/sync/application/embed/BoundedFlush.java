package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A flush on another thread, which the caller waits for as long as it wants to. For one thread, used once. */
final class BoundedFlush {

    /** What a flush needs to write down how far it has come, once nothing is on the wire. */
    private static final Duration GRACE = Duration.ofMillis(800);

    private final FlushOutbox flush;
    private final FlushTurn turn;
    private final Executor threads;
    private volatile boolean givenUp;
    private volatile @Nullable Thread flusher;

    BoundedFlush(FlushOutbox flush, FlushTurn turn, Executor threads) {
        this.flush = flush;
        this.turn = turn;
        this.threads = threads;
    }

    FlushReport flush(Duration limit) {
        FutureTask<FlushReport> task = new FutureTask<>(this::flushUnlessGivenUp);
        threads.execute(task);
        try {
            return await(task, limit);
        } catch (TimeoutException late) {
            return afterStop(task, "not over within " + limit.toMillis() + " ms");
        } catch (InterruptedException wantedBack) {
            FlushReport report = afterStop(task, "interrupted");
            Thread.currentThread().interrupt();
            return report;
        }
    }

    /** Its turn may come when nobody waits for it any more. */
    private FlushReport flushUnlessGivenUp() {
        flusher = Thread.currentThread();
        return givenUp ? FlushTurn.unfinished("given up before its turn came; rows stay pending") : flush.flush();
    }

    private FlushReport afterStop(FutureTask<FlushReport> task, String why) {
        givenUp = true;
        Thread begun = flusher;
        if (begun != null && !task.isDone()) {
            turn.stop(begun);
        }
        try {
            return await(task, GRACE);
        } catch (TimeoutException late) {
            return FlushTurn.unfinished(why + "; what is on the wire is waited for in the background");
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
            return FlushTurn.unfinished(why + "; what is on the wire is waited for in the background");
        }
    }

    private static FlushReport await(FutureTask<FlushReport> task, Duration limit)
            throws TimeoutException, InterruptedException {
        try {
            return task.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
