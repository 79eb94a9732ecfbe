package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Commits whose result the store has not told yet, in order. In turn. */
final class PendingCommits {

    private final OutboxStore store;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** @param result hears what came of the commit: a result, or what the supplier throws */
    private record Pending(CompletableFuture<Settled> commit, Consumer<Supplier<Settled>> result) {

        void tell() {
            result.accept(() -> Futures.of(commit));
        }
    }

    PendingCommits(OutboxStore store) {
        this.store = store;
    }

    /** @param result called within a later call of this, or at once; its supplier throws what the commit failed with */
    void add(CompletableFuture<Settled> commit, Consumer<Supplier<Settled>> result) {
        pending.addLast(new Pending(commit, result));
        collect();
    }

    /** Tells the results that are there. */
    void collect() {
        while (!pending.isEmpty() && pending.getFirst().commit().isDone()) {
            pending.removeFirst().tell();
        }
    }

    /** Has all commits made, and tells their results. Before something that takes long. */
    void complete() {
        store.complete();
        collect();
    }
}
