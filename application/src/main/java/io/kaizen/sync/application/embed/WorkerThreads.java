package io.kaizen.sync.application.embed;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that are made when they are needed, as many as are needed: an exporter that hangs keeps its own. Thread-safe. */
final class WorkerThreads {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ThreadPoolExecutor threads;

    WorkerThreads(ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    ExecutorService executor() {
        return threads;
    }

    /** Interrupts what runs, and gives it a moment to end. */
    void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
