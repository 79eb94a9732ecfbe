package com.example.outbox;

import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.OutboxRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Somebody's own store: any other, with a stopwatch at each call. What makes it a store is not this code but its test, in which it keeps
 * all the contracts that the library's own stores keep.
 */
public final class TimedOutboxStore implements OutboxStore {

    private final OutboxStore store;
    private final Stopwatch stopwatch;

    /** Hears how long calls took. */
    public interface Stopwatch {
        void took(String call, Duration time);
    }

    /** Closes {@code store} with itself. */
    public TimedOutboxStore(OutboxStore store, Stopwatch stopwatch) {
        this.store = store;
        this.stopwatch = stopwatch;
    }

    /** The store inside. */
    OutboxStore inner() {
        return store;
    }

    private <T> T timed(String call, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            stopwatch.took(call, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void timed(String call, Runnable work) {
        timed(call, () -> {
            work.run();
            return call;
        });
    }

    @Override
    public Bound bound() {
        return timed("bound", store::bound);
    }

    @Override
    public Backlog backlog(Bound bound) {
        return timed("backlog", () -> store.backlog(bound));
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        return timed("openLane", () -> store.openLane(lane, leaseFor));
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return timed("page", () -> store.page(request));
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        return timed("rows", () -> store.rows(claim));
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        return timed("claim", () -> store.claim(lease, claim, leaseFor));
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        timed("renew", () -> store.renew(lease, claim, leaseFor));
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        return timed("settle", () -> store.settle(lease, settlement));
    }

    @Override
    public void complete() {
        timed("complete", store::complete);
    }

    @Override
    public void closeLane(LaneLease lease) {
        timed("closeLane", () -> store.closeLane(lease));
    }

    @Override
    public void recordFailure(String message) {
        timed("recordFailure", () -> store.recordFailure(message));
    }

    @Override
    public void close() {
        store.close();
    }
}
