package io.kaizen.sync.testkit.simulation;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Another store; what a mutant does wrong it overrides. */
class ForwardingStore implements OutboxStore {

    private final OutboxStore store;

    ForwardingStore(OutboxStore store) {
        this.store = store;
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        return store.openLane(lane, now, leaseUntil);
    }

    @Override
    public List<Lane> lanesWithClaims() {
        return store.lanesWithClaims();
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        return store.claim(lease, claim, leaseUntil);
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        store.update(lease, claim, leaseUntil);
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        return store.commit(sent);
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        store.release(lease, claim);
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        store.setAside(lease, claim, refusal);
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        return store.deadLetter(lease, refusals, now);
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        store.acknowledge(lease, exporter, rows);
    }

    @Override
    public void closeLane(LaneLease lease) {
        store.closeLane(lease);
    }

    @Override
    public void recordFailure(String message) {
        store.recordFailure(message);
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
    public long countPending() {
        return store.countPending();
    }

    @Override
    public void close() {
        store.close();
    }
}
