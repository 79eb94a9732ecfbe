package io.kaizen.sync.adapter.http.internal.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * The requests on the wire, each with its deadline. The library's own time-outs are for one read or connect each, and a server
 * that sends a byte now and then never meets them; this deadline is for all of it. Thread-safe.
 */
final class Exchanges implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;
    private final Map<Exchange, Future<?>> deadlines = new HashMap<>();
    private boolean closed;

    /** Starts no thread before the first request. */
    Exchanges() {
        this.timer = new ScheduledThreadPoolExecutor(1, Exchanges::newDaemon);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread newDaemon(Runnable task) {
        Thread thread = new Thread(task, "kaizen-http-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The clock of {@code request} runs from here, up to {@code limit}. Empty once this is closed: then nothing may be sent.
     *
     * @param reason why it is broken off then
     */
    synchronized Optional<Exchange> begin(Cancellable request, Duration limit, String reason) {
        if (closed) {
            return Optional.empty();
        }
        Exchange exchange = new Exchange(request);
        deadlines.put(exchange, timer.schedule(() -> exchange.breakOff(reason), limit.toNanos(), TimeUnit.NANOSECONDS));
        return Optional.of(exchange);
    }

    /** From here {@code exchange} has {@code rest} at most, even where its own deadline is later. */
    synchronized void hasten(Exchange exchange, Duration rest) {
        String reason = "gave up " + rest.toMillis() + " ms after the head of the answer";
        Future<?> deadline = deadlines.get(exchange);
        if (deadline instanceof Delayed later && later.getDelay(TimeUnit.NANOSECONDS) > rest.toNanos()) {
            deadline.cancel(false);
            deadlines.put(
                    exchange, timer.schedule(() -> exchange.breakOff(reason), rest.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** The one that the calling thread has begun and not ended. */
    synchronized Optional<Exchange> ofThisThread() {
        return deadlines.keySet().stream().filter(Exchange::isOfThisThread).findFirst();
    }

    synchronized void end(Exchange exchange) {
        Future<?> deadline = deadlines.remove(exchange);
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Breaks off what is on the wire. */
    @Override
    public synchronized void close() {
        closed = true;
        deadlines.keySet().forEach(exchange -> exchange.breakOff("broken off by shutdown"));
        timer.shutdownNow();
    }
}
