package io.kaizen.sync.adapter.http;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/** One request on the wire, which may be broken off from another thread. Thread-safe. */
final class Exchange {

    private final Cancellable request;
    private final AtomicReference<@Nullable String> breakOff = new AtomicReference<>();

    Exchange(Cancellable request) {
        this.request = request;
    }

    /** Closes the connection under the request. The first reason stays. */
    void breakOff(String reason) {
        breakOff.compareAndSet(null, reason);
        request.cancel();
    }

    /** Why it was broken off; empty if it was not. */
    Optional<String> brokenOffBecause() {
        return Optional.ofNullable(breakOff.get());
    }
}
