package com.example.outbox;

import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.KindHead;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    public Optional<RowId> youngestPending() {
        return timed("youngestPending", store::youngestPending);
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        return timed("heads", () -> store.heads(upTo));
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        return timed("oldestPending", () -> store.oldestPending(kind, after, upTo));
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return timed("page", () -> store.page(request));
    }

    @Override
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        return timed("pendingRows", () -> store.pendingRows(kind, rows));
    }

    @Override
    public long countPending() {
        return timed("countPending", store::countPending);
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        return timed("openLane", () -> store.openLane(lane, now, leaseUntil));
    }

    @Override
    public List<Lane> lanesWithClaims() {
        return timed("lanesWithClaims", store::lanesWithClaims);
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        return timed("claim", () -> store.claim(lease, claim, leaseUntil));
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        timed("update", () -> store.update(lease, claim, leaseUntil));
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        return timed("commit", () -> store.commit(sent));
    }

    @Override
    public ClaimResult acceptAndClaim(List<Sent> accepted, LaneLease lease, Claim next, Instant leaseUntil) {
        return timed("acceptAndClaim", () -> store.acceptAndClaim(accepted, lease, next, leaseUntil));
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        timed("release", () -> store.release(lease, claim));
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        timed("setAside", () -> store.setAside(lease, claim, refusal));
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        return timed("deadLetter", () -> store.deadLetter(lease, refusals, now));
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        timed("acknowledge", () -> store.acknowledge(lease, exporter, rows));
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
