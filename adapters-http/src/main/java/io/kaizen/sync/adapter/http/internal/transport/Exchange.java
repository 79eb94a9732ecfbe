package io.kaizen.sync.adapter.http.internal.transport;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.concurrent.Cancellable;

/** One request on the wire, which may be broken off from another thread. Thread-safe. */
final class Exchange {

    private final Cancellable request;
    private final Thread owner = Thread.currentThread();
    private final CompletableFuture<String> breakOff = new CompletableFuture<>();

    /** Belongs to the thread that makes it. */
    Exchange(Cancellable request) {
        this.request = request;
    }

    /** Closes the connection under the request. The first reason stays. */
    void breakOff(String reason) {
        breakOff.complete(reason);
        request.cancel();
    }

    /** Why it was broken off; empty if it was not. */
    Optional<String> brokenOffBecause() {
        return Optional.ofNullable(breakOff.getNow(null));
    }

    /** Runs {@code action} in the thread that breaks it off; at once if that has happened. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the action
    void whenBrokenOff(Runnable action) {
        breakOff.thenRun(action);
    }

    boolean isOfThisThread() {
        return owner == Thread.currentThread();
    }
}
