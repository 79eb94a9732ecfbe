package io.kaizen.sync.testkit.simulation;

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

/** Another store; what a mutant does wrong it overrides. */
class ForwardingStore implements OutboxStore {

    private final OutboxStore store;

    ForwardingStore(OutboxStore store) {
        this.store = store;
    }

    @Override
    public Bound bound() {
        return store.bound();
    }

    @Override
    public Backlog backlog(Bound bound) {
        return store.backlog(bound);
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        return store.openLane(lane, leaseFor);
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return store.page(request);
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        return store.rows(claim);
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        return store.claim(lease, claim, leaseFor);
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        store.renew(lease, claim, leaseFor);
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        return store.settle(lease, settlement);
    }

    @Override
    public void complete() {
        store.complete();
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
    public void close() {
        store.close();
    }
}
