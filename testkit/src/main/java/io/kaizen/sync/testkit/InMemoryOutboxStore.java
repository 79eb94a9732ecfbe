package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.CommitResult;
import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.LaneLostException;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.PageRequest;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryTables.LaneState;
import io.kaizen.sync.testkit.InMemoryTables.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One holder of an in-memory outbox. */
final class InMemoryOutboxStore implements OutboxStore {

    private final InMemoryTables tables;
    private final String holder;

    InMemoryOutboxStore(InMemoryTables tables, String holder) {
        this.tables = tables;
        this.holder = holder;
    }

    String holder() {
        return holder;
    }

    @Override
    public Optional<RowId> youngestPending() {
        return pending().map(OutboxRow::id).max(RowId::compareTo);
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        Map<BatchKind, RowId> oldest = new TreeMap<>();
        pending().filter(row -> !row.id().isAfter(upTo)).forEach(row -> oldest.putIfAbsent(row.kind(), row.id()));
        return oldest.entrySet().stream()
                .map(entry -> new KindHead(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        return pendingOf(kind, after, upTo).map(OutboxRow::id).findFirst();
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        List<OutboxRow> page = new ArrayList<>();
        long bytes = 0;
        for (OutboxRow row :
                pendingOf(request.kind(), request.after(), request.upTo()).toList()) {
            bytes += row.payload().length;
            if (page.size() == request.maxRows() || (!page.isEmpty() && bytes > request.maxBytes())) {
                return page;
            }
            page.add(row);
        }
        return page;
    }

    @Override
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        Set<RowId> wanted = new HashSet<>(rows);
        return pending()
                .filter(row -> row.kind().equals(kind) && wanted.contains(row.id()))
                .toList();
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        synchronized (tables) {
            LaneState state = tables.lanes.getOrDefault(lane, new LaneState(Optional.empty(), 0, now));
            boolean isHeldByAnother = state.holder()
                    .filter(other -> !other.equals(holder) && tables.living.contains(other))
                    .isPresent();
            if (isHeldByAnother && now.isBefore(state.leaseUntil())) {
                return new LaneGrant.Busy(state.leaseUntil());
            }
            long epoch = state.epoch() + 1;
            tables.lanes.put(lane, new LaneState(Optional.of(holder), epoch, leaseUntil));
            return new LaneGrant.Granted(new LaneLease(lane, holder, epoch), tables.claimsOf(lane));
        }
    }

    @Override
    public List<Lane> lanesWithClaims() {
        synchronized (tables) {
            return List.copyOf(tables.claims.keySet());
        }
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        synchronized (tables) {
            requireHeld(lease);
            Set<RowId> gone = new HashSet<>();
            for (RowId row : claim.rows()) {
                if (!tables.isPending(lease.lane().kind(), row)) {
                    gone.add(row);
                }
            }
            if (gone.isEmpty()) {
                tables.put(claim);
                renew(lease, leaseUntil);
            }
            return new ClaimResult(gone);
        }
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        synchronized (tables) {
            requireHeld(lease);
            removeExisting(claim);
            tables.put(claim);
            renew(lease, leaseUntil);
        }
    }

    @Override
    public void split(LaneLease lease, Claim whole, Claim left, Claim right, Instant leaseUntil) {
        synchronized (tables) {
            requireHeld(lease);
            removeExisting(whole);
            tables.put(left);
            tables.put(right);
            renew(lease, leaseUntil);
        }
    }

    @Override
    public CommitResult commit(LaneLease lease, Claim claim, Instant now) {
        synchronized (tables) {
            requireHeld(lease);
            removeExisting(claim);
            int sent = 0;
            for (RowId row : claim.rows()) {
                if (tables.isPending(lease.lane().kind(), row)) {
                    tables.rows.computeIfPresent(row, (id, stored) -> stored.asSent());
                    sent++;
                }
            }
            tables.lastSuccess = Optional.of(now);
            tables.consecutiveFailures = 0;
            tables.lastError = Optional.empty();
            return new CommitResult(sent, claim.rows().size() - sent);
        }
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        synchronized (tables) {
            requireHeld(lease);
            tables.remove(claim);
        }
    }

    @Override
    public void closeLane(LaneLease lease) {
        synchronized (tables) {
            if (isHeld(lease)) {
                tables.lanes.computeIfPresent(
                        lease.lane(),
                        (lane, state) -> new LaneState(Optional.empty(), state.epoch(), state.leaseUntil()));
            }
        }
    }

    @Override
    public void recordFailure(String message) {
        synchronized (tables) {
            tables.lastError = Optional.of(message);
            tables.consecutiveFailures++;
        }
    }

    @Override
    public long countPending() {
        return pending().count();
    }

    @Override
    public void close() {
        synchronized (tables) {
            tables.living.remove(holder);
        }
    }

    private Stream<OutboxRow> pending() {
        return tables.select(stored -> !stored.sent()).map(Stored::row);
    }

    private Stream<OutboxRow> pendingOf(BatchKind kind, RowId after, RowId upTo) {
        return pending()
                .filter(row -> row.kind().equals(kind)
                        && row.id().isAfter(after)
                        && !row.id().isAfter(upTo));
    }

    private void renew(LaneLease lease, Instant leaseUntil) {
        tables.lanes.put(lease.lane(), new LaneState(Optional.of(holder), lease.epoch(), leaseUntil));
    }

    private boolean isHeld(LaneLease lease) {
        LaneState state = tables.lanes.get(lease.lane());
        return state != null && state.epoch() == lease.epoch() && state.holder().equals(Optional.of(lease.holder()));
    }

    private void requireHeld(LaneLease lease) {
        if (!isHeld(lease)) {
            throw LaneLostException.of(lease);
        }
    }

    private void removeExisting(Claim claim) {
        if (!tables.remove(claim)) {
            throw new IllegalStateException("no claim begins with row " + claim.firstRow());
        }
    }
}
