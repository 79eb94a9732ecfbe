package io.kaizen.sync.application.flush;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what another thread does. */
final class Futures {

    private Futures() {}

    /** What the other thread came to. What it has thrown is thrown here, as it is. */
    static <T> T of(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (wrapped.getCause() instanceof Error error) {
                throw error;
            }
            throw wrapped;
        }
    }
}
