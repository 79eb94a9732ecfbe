package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.KindHead;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store in whose writes the process may die, before or after they are durable, or the disk may fail. */
final class FaultyStore implements OutboxStore {

    private final OutboxStore store;
    private final Fate fate;
    private final Runnable beforeEachWrite;
    private final Invariants invariants;

    FaultyStore(OutboxStore store, Fate fate, Runnable beforeEachWrite, Invariants invariants) {
        this.store = store;
        this.fate = fate;
        this.beforeEachWrite = beforeEachWrite;
        this.invariants = invariants;
    }

    private <T> T write(String what, Supplier<T> operation) {
        beforeEachWrite.run();
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
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        return write("opening a lane", () -> store.openLane(lane, now, leaseUntil));
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        return write("claiming", () -> store.claim(lease, claim, leaseUntil));
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        write("updating a claim", () -> store.update(lease, claim, leaseUntil));
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        return write("committing", () -> store.commit(sent));
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        write("releasing", () -> store.release(lease, claim));
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        write("setting a row aside", () -> store.setAside(lease, claim, refusal));
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        refusals.forEach(refusal -> invariants.deathHasEvidence(lease.lane().kind(), refusal.reason()));
        return write("dead-lettering", () -> store.deadLetter(lease, refusals, now));
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        write("acknowledging", () -> store.acknowledge(lease, exporter, rows));
    }

    @Override
    public void closeLane(LaneLease lease) {
        write("closing a lane", () -> store.closeLane(lease));
    }

    @Override
    public void recordFailure(String message) {
        write("recording a failure", () -> store.recordFailure(message));
    }

    @Override
    public Optional<RowId> youngestPending() {
        return store.youngestPending();
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        return store.heads(upTo);
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        return store.oldestPending(kind, after, upTo);
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return store.page(request);
    }

    @Override
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        return store.pendingRows(kind, rows);
    }

    @Override
    public List<Lane> lanesWithClaims() {
        return store.lanesWithClaims();
    }

    @Override
    public long countPending() {
        return store.countPending();
    }

    @Override
    public void close() {
        store.close();
    }
}
