package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Settles for tests that do not want to wait. */
public final class Settling {

    private Settling() {}

    /** Settles, and completes it. Throws what it failed with. */
    public static Settled settle(OutboxStore store, LaneLease lease, Settlement settlement) {
        CompletableFuture<Settled> settled = store.settle(lease, settlement);
        store.complete();
        try {
            return settled.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw wrapped;
        }
    }
}
