package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.OutboxRow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A store that commits late, and in whose writes the process may die, before or after they are durable, or the disk may fail. */
final class FaultyStore implements OutboxStore {

    private final OutboxStore store;
    private final Fate fate;
    private final SimulatedProcess process;
    private final Invariants invariants;
    private final RandomGenerator random;
    private final Deque<Held> heldBack = new ArrayDeque<>();

    /** A commit that is not made yet. */
    private record Held(LaneLease lease, Sent sent, CompletableFuture<Settled> result) {}

    FaultyStore(OutboxStore store, Fate fate, SimulatedProcess process, Invariants invariants, RandomGenerator random) {
        this.store = store;
        this.random = random;
        this.fate = fate;
        this.process = process;
        this.invariants = invariants;
    }

    private <T> T write(String what, Supplier<T> operation) {
        process.dieIfDue();
        process.letOthersRun();
        if (fate.strikes(Fault.CRASH_BEFORE_WRITE)) {
            throw new SimulatedCrash("before " + what);
        }
        if (fate.strikes(Fault.STORE_FAILS)) {
            throw new OutboxStoreException("disk full at " + what);
        }
        T result = operation.get();
        invariants.check();
        if (fate.strikes(Fault.CRASH_AFTER_WRITE)) {
            throw new SimulatedCrash("after " + what);
        }
        return result;
    }

    private void write(String what, Runnable operation) {
        write(what, () -> {
            operation.run();
            return what;
        });
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        complete();
        LaneGrant grant = write("opening a lane", () -> store.openLane(lane, leaseFor));
        if (grant instanceof LaneGrant.Granted granted && !granted.claims().isEmpty()) {
            process.hasTakenOver();
        }
        return grant;
    }

    /** What is held back is known to have arrived from now on, in the same write; it may be committed right afterwards. */
    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        invariants.claimed(process.client(), claim);
        ClaimResult claimed = write("claiming", () -> {
            heldBack.removeIf(held -> !isNoted(held, leaseFor));
            return store.claim(lease, claim, leaseFor);
        });
        completeOrNot();
        return claimed;
    }

    private boolean isNoted(Held held, Duration leaseFor) {
        try {
            store.renew(held.lease(), held.sent().claim().accepted(), leaseFor);
            return true;
        } catch (LaneLostException lost) {
            held.result().completeExceptionally(lost);
            return false;
        }
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        complete();
        write("renewing a claim", () -> store.renew(lease, claim, leaseFor));
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        if (settlement instanceof Sent sent) {
            Held held = new Held(lease, sent, new CompletableFuture<>());
            heldBack.addLast(held);
            completeOrNot();
            return held.result();
        }
        if (settlement instanceof Dead dead) {
            dead.refusals()
                    .forEach(refusal -> invariants.deathHasEvidence(
                            process.client(), lease.lane().kind(), refusal.reason()));
        }
        complete();
        return write("settling", () -> store.settle(lease, settlement));
    }

    private void completeOrNot() {
        if (random.nextBoolean()) {
            complete();
        }
    }

    @Override
    public void complete() {
        List<Held> all = List.copyOf(heldBack);
        heldBack.clear();
        if (!all.isEmpty()) {
            write("committing", () -> all.forEach(this::commit));
        }
    }

    private void commit(Held held) {
        try {
            held.result().complete(store.settle(held.lease(), held.sent()).join());
        } catch (LaneLostException lost) {
            held.result().completeExceptionally(lost);
        }
    }

    @Override
    public void closeLane(LaneLease lease) {
        complete();
        write("closing a lane", () -> store.closeLane(lease));
    }

    @Override
    public void recordFailure(String message) {
        complete();
        write("recording a failure", () -> store.recordFailure(message));
    }

    @Override
    public Bound bound() {
        process.letOthersRun();
        return store.bound();
    }

    @Override
    public Backlog backlog(Bound bound) {
        process.letOthersRun();
        return store.backlog(bound);
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        process.letOthersRun();
        return store.page(request);
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        process.letOthersRun();
        return store.rows(claim);
    }

    @Override
    public void close() {
        store.close();
    }
}
