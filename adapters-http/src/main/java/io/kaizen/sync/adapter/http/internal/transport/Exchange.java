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

    /** Completes when it is broken off, with the reason. */
    CompletableFuture<String> brokenOff() {
        return breakOff;
    }

    boolean isOfThisThread() {
        return owner == Thread.currentThread();
    }
}
