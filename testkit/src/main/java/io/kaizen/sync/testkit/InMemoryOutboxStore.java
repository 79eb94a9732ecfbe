package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One holder of an {@link InMemoryOutbox}. Each method checks everything before it changes anything, under the outbox's lock. */
final class InMemoryOutboxStore implements OutboxStore {

    private final InMemoryOutbox outbox;
    private final String name;

    InMemoryOutboxStore(InMemoryOutbox outbox, String name) {
        this.outbox = outbox;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** All rows up to an id: ids are given out in order. */
    private record IdBound(RowId upTo) implements Bound {}

    @Override
    public Bound bound() {
        synchronized (outbox) {
            return new IdBound(outbox.pending()
                    .map(OutboxRow::id)
                    .reduce((earlier, later) -> later)
                    .orElse(RowId.BEFORE_ALL));
        }
    }

    @Override
    public Backlog backlog(Bound bound) {
        synchronized (outbox) {
            TreeMap<BatchKind, RowId> oldest = new TreeMap<>();
            outbox.pending()
                    .filter(row -> !row.id().isAfter(idOf(bound)))
                    .forEach(row -> oldest.putIfAbsent(row.kind(), row.id()));
            outbox.claims().forEach(claim -> oldest.put(claim.lane().kind(), RowId.BEFORE_ALL));
            List<LaneHead> heads = oldest.entrySet().stream()
                    .map(head -> new LaneHead(Lane.of(head.getKey()), head.getValue()))
                    .toList();
            return new Backlog(heads, RowCount.upToTheMost(outbox.pending().count()));
        }
    }

    private static RowId idOf(Bound bound) {
        if (bound instanceof IdBound ids) {
            return ids.upTo();
        }
        throw new IllegalArgumentException("not a bound of this store: " + bound);
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        synchronized (outbox) {
            List<OutboxRow> candidates = outbox.pending(request, idOf(request.bound()))
                    .limit(request.maxRows())
                    .toList();
            List<OutboxRow> page = new ArrayList<>();
            long bytes = 0;
            for (OutboxRow row : candidates) {
                boolean isRead = row.payloadBytes() <= request.maxRowBytes();
                bytes += isRead ? row.payloadBytes() : 0;
                if (bytes > request.maxBytes() && !page.isEmpty()) {
                    return page;
                }
                page.add(isRead ? row : OutboxRow.unread(row.id(), row.owner(), row.kind(), row.payloadBytes()));
            }
            return page;
        }
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        synchronized (outbox) {
            return outbox.pending(claim.lane().kind())
                    .filter(row -> claim.rows().contains(row.id()))
                    .toList();
        }
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        synchronized (outbox) {
            if (!outbox.lanes().isAlive(name)) {
                throw new IllegalStateException("this store is closed");
            }
            Optional<Instant> heldUntil = outbox.lanes().heldAgainst(name, lane, outbox.now());
            if (heldUntil.isPresent()) {
                return new LaneGrant.Busy(heldUntil.get());
            }
            LaneLease lease = outbox.lanes().take(name, lane, outbox.now().plus(leaseFor));
            return new LaneGrant.Granted(
                    lease,
                    outbox.claims().stream()
                            .filter(claim -> lease.covers(claim.lane()))
                            .sorted(Comparator.comparing(Claim::firstRow))
                            .toList(),
                    outbox.suspectsOf(lane.kind()),
                    outbox.acknowledgedOf(lane.kind()));
        }
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        requireCovered(lease, claim);
        synchronized (outbox) {
            outbox.lanes().require(lease);
            Set<RowId> gone = new HashSet<>(claim.rows());
            gone.removeIf(row -> outbox.isPending(claim.lane().kind(), row));
            if (gone.isEmpty()) {
                requireFree(claim);
                outbox.storedClaims().of(claim.lane()).put(claim.firstRow(), claim);
            }
            outbox.lanes().renew(lease, outbox.now().plus(leaseFor));
            return new ClaimResult(gone);
        }
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        requireCovered(lease, claim);
        synchronized (outbox) {
            outbox.lanes().require(lease);
            if (outbox.storedClaims().of(claim.lane()).replace(claim.firstRow(), claim) == null) {
                throw notThere(claim);
            }
            outbox.lanes().renew(lease, outbox.now().plus(leaseFor));
        }
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        synchronized (outbox) {
            outbox.lanes().require(lease);
            return CompletableFuture.completedFuture(settled(lease, settlement));
        }
    }

    private Settled settled(LaneLease lease, Settlement settlement) {
        if (settlement instanceof Sent sent) {
            return commit(lease, sent);
        }
        if (settlement instanceof Released released) {
            requireCovered(lease, released.claim());
            outbox.storedClaims()
                    .of(released.claim().lane())
                    .remove(released.claim().firstRow());
            return new Settled(released.claim().rows().size());
        }
        if (settlement instanceof Quarantined quarantined) {
            requireCovered(lease, quarantined.claim());
            removeExactly(quarantined.claim());
            outbox.suspect(quarantined.refusal());
            return new Settled(1);
        }
        if (settlement instanceof Dead dead) {
            BatchKind kind = lease.lane().kind();
            return new Settled(Math.toIntExact(dead.refusals().stream()
                    .filter(refusal -> outbox.bury(kind, refusal, dead.at()))
                    .count()));
        }
        if (settlement instanceof Taken taken) {
            outbox.acknowledge(taken.exporter(), taken.rows());
            return new Settled(taken.rows().size());
        }
        throw new IllegalArgumentException("unknown settlement: " + settlement);
    }

    private Settled commit(LaneLease lease, Sent sent) {
        Claim claim = sent.claim();
        requireCovered(lease, claim);
        removeExactly(claim);
        long before = claim.rows().stream().filter(outbox::isSent).count();
        long marked = claim.rows().stream().filter(outbox::markSent).count();
        outbox.syncState().succeeded(sent.at());
        return new Settled(Math.toIntExact(marked), Math.toIntExact(before));
    }

    /** Each settlement is complete when it returns. */
    @Override
    public void complete() {}

    @Override
    public void closeLane(LaneLease lease) {
        synchronized (outbox) {
            outbox.lanes().free(lease);
        }
    }

    @Override
    public void recordFailure(String message) {
        synchronized (outbox) {
            outbox.syncState().failed(message);
        }
    }

    @Override
    public void close() {
        synchronized (outbox) {
            outbox.lanes().end(name);
        }
    }

    private void removeExactly(Claim claim) {
        requireThere(claim);
        outbox.storedClaims().of(claim.lane()).remove(claim.firstRow());
    }

    private void requireThere(Claim claim) {
        Claim stored = outbox.storedClaims().of(claim.lane()).get(claim.firstRow());
        if (stored == null || !stored.rows().equals(claim.rows())) {
            throw notThere(claim);
        }
    }

    private static IllegalStateException notThere(Claim claim) {
        return new IllegalStateException("there is no claim on row " + claim.firstRow() + " of "
                + claim.lane().kind() + " with these rows");
    }

    private void requireFree(Claim claim) {
        for (Claim other : outbox.claims()) {
            for (RowId row : claim.rows()) {
                if (other.rows().contains(row)) {
                    throw new IllegalStateException("row " + row + " is in another claim already");
                }
            }
        }
    }

    private static void requireCovered(LaneLease lease, Claim claim) {
        if (!lease.covers(claim.lane())) {
            throw new IllegalArgumentException("a lease of " + lease.lane() + " says nothing about " + claim.lane());
        }
    }
}
