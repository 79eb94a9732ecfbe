package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Stages chunks beside the thread that reads them, one at a time and in order: at most two are in memory. For one reader. */
public final class StagingThread implements AutoCloseable {

    /** A chunk takes milliseconds; a disk that takes longer than this does not work. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread staging = new Thread(work, "staging");
        staging.setDaemon(true);
        return staging;
    });
    private final StagingTable staging;
    private @Nullable Future<?> underWay;

    /** Starts the thread. */
    public StagingThread(StagingTable staging) {
        this.staging = staging;
    }

    /** Waits until the chunk before is staged, and begins with this one. Throws what staging has thrown. */
    public void add(List<byte[]> chunk) {
        finish();
        underWay = thread.submit(() -> staging.add(chunk));
    }

    /** Waits until all is staged. */
    public void finish() {
        Future<?> last = underWay;
        underWay = null;
        if (last != null) {
            join(last);
        }
    }

    /** Waits too: nobody may drop a table that is being written to. */
    @Override
    public void close() {
        thread.shutdown();
        Future<?> last = underWay;
        if (last != null) {
            waitFor(last);
        }
    }

    private static void join(Future<?> work) {
        Throwable failure = waitFor(work);
        if (failure instanceof RuntimeException ours) {
            throw ours;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("rows could not be staged", failure);
        }
    }

    /** Interrupts are kept for later: they are about what the reader waits for. */
    private static @Nullable Throwable waitFor(Future<?> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    return null;
                } catch (ExecutionException failed) {
                    return failed.getCause();
                } catch (TimeoutException hanging) {
                    return hanging;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
