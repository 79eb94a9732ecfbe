package io.kaizen.sync.testkit;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

    @Override
    public Optional<RowId> youngestPending() {
        synchronized (outbox) {
            return outbox.pending().map(OutboxRow::id).reduce((earlier, later) -> later);
        }
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        synchronized (outbox) {
            TreeMap<BatchKind, KindHead> heads = new TreeMap<>();
            outbox.pending()
                    .filter(row -> !row.id().isAfter(upTo))
                    .forEach(row -> heads.putIfAbsent(row.kind(), new KindHead(row.kind(), row.id())));
            return List.copyOf(heads.values());
        }
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        synchronized (outbox) {
            return outbox.pending(kind, after, upTo, PageRequest.Order.OLDEST_FIRST)
                    .map(OutboxRow::id)
                    .findFirst();
        }
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        synchronized (outbox) {
            List<OutboxRow> candidates = outbox.pending(
                            request.kind(), request.after(), request.upTo(), request.order())
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
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        synchronized (outbox) {
            Set<RowId> wanted = Set.copyOf(rows);
            return outbox.pending(kind).filter(row -> wanted.contains(row.id())).toList();
        }
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        synchronized (outbox) {
            if (!outbox.lanes().isAlive(name)) {
                throw new IllegalStateException("this store is closed");
            }
            Optional<Instant> heldUntil = outbox.lanes().heldAgainst(name, lane, now);
            if (heldUntil.isPresent()) {
                return new LaneGrant.Busy(heldUntil.get());
            }
            LaneLease lease = outbox.lanes().take(name, lane, leaseUntil);
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
    public List<Lane> lanesWithClaims() {
        synchronized (outbox) {
            return outbox.storedClaims().lanes();
        }
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        synchronized (outbox) {
            outbox.lanes().require(lease);
            Set<RowId> gone = new HashSet<>(claim.rows());
            gone.removeIf(row -> outbox.isPending(claim.lane().kind(), row));
            if (gone.isEmpty()) {
                requireFree(claim);
                outbox.storedClaims().of(claim.lane()).put(claim.firstRow(), claim);
            }
            outbox.lanes().renew(lease, leaseUntil);
            return new ClaimResult(gone);
        }
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        synchronized (outbox) {
            outbox.lanes().require(lease);
            if (outbox.storedClaims().of(claim.lane()).replace(claim.firstRow(), claim) == null) {
                throw notThere(claim);
            }
            outbox.lanes().renew(lease, leaseUntil);
        }
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        sent.forEach(one -> requireCovered(one.lease(), one.claim()));
        synchronized (outbox) {
            for (Sent one : sent) {
                outbox.lanes().require(one.lease());
                requireThere(one.claim());
            }
            return sent.stream().map(this::commit).toList();
        }
    }

    private CommitResult commit(Sent one) {
        Claim claim = one.claim();
        removeExactly(claim);
        long before = claim.rows().stream().filter(outbox::isSent).count();
        int sent =
                Math.toIntExact(claim.rows().stream().filter(outbox::markSent).count());
        outbox.syncState().succeeded(one.now());
        return new CommitResult(sent, claim.rows().size() - sent, Math.toIntExact(before));
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        requireCovered(lease, claim);
        synchronized (outbox) {
            outbox.lanes().require(lease);
            outbox.storedClaims().of(claim.lane()).remove(claim.firstRow());
        }
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        requireCovered(lease, claim);
        if (!claim.rows().equals(List.of(refusal.row()))) {
            throw new IllegalArgumentException(
                    "row " + refusal.row() + " is not the one row of the claim on " + claim.rows());
        }
        synchronized (outbox) {
            outbox.lanes().require(lease);
            removeExactly(claim);
            outbox.suspect(refusal);
        }
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        synchronized (outbox) {
            outbox.lanes().require(lease);
            return refusals.stream()
                    .filter(refusal -> outbox.bury(lease.lane().kind(), refusal, now))
                    .map(Refusal::row)
                    .toList();
        }
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        synchronized (outbox) {
            outbox.lanes().require(lease);
            outbox.acknowledge(exporter, rows);
        }
    }

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
    public long countPending() {
        synchronized (outbox) {
            return outbox.pending().count();
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
