package com.example.outbox;

import com.example.outbox.MapOutbox.Entry;
import com.example.outbox.MapOutbox.Held;
import com.example.outbox.MapOutbox.State;
import com.example.outbox.MapOutbox.UpTo;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
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
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One holder of lanes of a {@link MapOutbox}: what each method of the flush's port owes, without what a disk adds. */
final class MapOutboxStore implements OutboxStore {

    private final MapOutbox outbox;
    final String name;

    MapOutboxStore(MapOutbox outbox, String name) {
        this.outbox = outbox;
        this.name = name;
    }

    @Override
    public Bound bound() {
        synchronized (outbox) {
            return new UpTo(new RowId(outbox.lastId));
        }
    }

    @Override
    public Backlog backlog(Bound bound) {
        synchronized (outbox) {
            SortedMap<BatchKind, RowId> oldest = new TreeMap<>();
            long pending = 0;
            for (Entry entry : outbox.entries.values()) {
                if (entry.state == State.PENDING) {
                    pending++;
                    if (!entry.row.id().isAfter(((UpTo) bound).row())) {
                        oldest.putIfAbsent(entry.row.kind(), entry.row.id());
                    }
                }
            }
            outbox.claims.values().forEach(claim -> oldest.put(claim.lane().kind(), RowId.BEFORE_ALL));
            return new Backlog(
                    oldest.entrySet().stream()
                            .map(head -> new LaneHead(Lane.of(head.getKey()), head.getValue()))
                            .toList(),
                    RowCount.upToTheMost(pending));
        }
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        synchronized (outbox) {
            if (!outbox.living.contains(name)) {
                throw new IllegalStateException("this store is closed");
            }
            Held held = outbox.lanes.get(lane);
            boolean isOthers =
                    held != null && !held.isFree() && !held.lease().holder().equals(name);
            if (isOthers
                    && outbox.living.contains(held.lease().holder())
                    && held.until().isAfter(outbox.clock.instant())) {
                return new LaneGrant.Busy(held.until());
            }
            long epoch = held == null ? 1 : held.lease().epoch() + 1;
            LaneLease lease = new LaneLease(lane, lane.index() == 0, name, epoch);
            outbox.hold(lease, leaseFor);
            return new LaneGrant.Granted(
                    lease,
                    outbox.claims.values().stream()
                            .filter(claim -> lease.covers(claim.lane()))
                            .toList(),
                    outbox.pending(lane.kind())
                            .flatMap(entry -> entry.suspicion.stream())
                            .toList(),
                    acknowledged(lane.kind()));
        }
    }

    private Map<String, Set<RowId>> acknowledged(BatchKind kind) {
        Map<String, Set<RowId>> taken = new HashMap<>();
        outbox.pending(kind)
                .forEach(entry ->
                        entry.takenBy.forEach(exporter -> taken.computeIfAbsent(exporter, unused -> new HashSet<>())
                                .add(entry.row.id())));
        return taken;
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        synchronized (outbox) {
            NavigableMap<RowId, Entry> all = outbox.entries.headMap(((UpTo) request.bound()).row(), true);
            if (request.order() == PageRequest.Order.YOUNGEST_FIRST) {
                all = all.descendingMap();
            }
            if (request.after().isPresent()) {
                all = all.tailMap(request.after().get(), false);
            }
            List<OutboxRow> page = new ArrayList<>();
            long bytes = 0;
            for (Entry entry : all.values()) {
                if (entry.isPending(request.lane().kind())) {
                    OutboxRow row = entry.row;
                    boolean isRead = row.payloadBytes() <= request.maxRowBytes();
                    bytes += isRead ? row.payloadBytes() : 0;
                    if (page.size() == request.maxRows() || (bytes > request.maxBytes() && !page.isEmpty())) {
                        return page;
                    }
                    page.add(isRead ? row : OutboxRow.unread(row.id(), row.owner(), row.kind(), row.payloadBytes()));
                }
            }
            return page;
        }
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        synchronized (outbox) {
            return outbox.entriesOf(claim)
                    .filter(entry -> entry.isPending(claim.lane().kind()))
                    .map(entry -> entry.row)
                    .toList();
        }
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        synchronized (outbox) {
            requireHeld(lease, claim.lane());
            Set<RowId> gone = new HashSet<>(claim.rows());
            rows(claim).forEach(row -> gone.remove(row.id()));
            if (gone.isEmpty()) {
                for (Claim other : outbox.claims.values()) {
                    if (other.rows().stream().anyMatch(claim.rows()::contains)) {
                        throw new IllegalStateException("a row of " + claim.rows() + " is in another claim already");
                    }
                }
                outbox.claims.put(claim.firstRow(), claim);
            }
            outbox.hold(lease, leaseFor);
            return new ClaimResult(gone);
        }
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        synchronized (outbox) {
            requireHeld(lease, claim.lane());
            if (outbox.claims.replace(claim.firstRow(), claim) == null) {
                throw new IllegalStateException("there is no claim on row " + claim.firstRow());
            }
            outbox.hold(lease, leaseFor);
        }
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        synchronized (outbox) {
            return CompletableFuture.completedFuture(settled(lease, settlement));
        }
    }

    private Settled settled(LaneLease lease, Settlement settlement) {
        if (settlement instanceof Sent sent) {
            removeExactly(lease, sent.claim());
            List<Entry> there = outbox.entriesOf(sent.claim()).toList();
            int before = count(there, State.SENT);
            int now = count(there, State.PENDING);
            there.forEach(entry -> entry.become(State.SENT));
            outbox.lastSuccess = Optional.of(sent.at().truncatedTo(ChronoUnit.MILLIS));
            outbox.failures = 0;
            outbox.lastError = Optional.empty();
            return new Settled(now, before);
        }
        if (settlement instanceof Released released) {
            requireHeld(lease, released.claim().lane());
            outbox.claims.remove(released.claim().firstRow());
            return new Settled(released.claim().rows().size());
        }
        if (settlement instanceof Quarantined quarantined) {
            removeExactly(lease, quarantined.claim());
            outbox.entriesOf(quarantined.claim())
                    .forEach(entry -> entry.suspicion = Optional.of(quarantined.refusal()));
            return new Settled(1);
        }
        requireHeld(lease, lease.lane());
        if (settlement instanceof Dead dead) {
            return new Settled((int) dead.refusals().stream()
                    .filter(refusal -> bury(lease.lane().kind(), refusal, dead.at()))
                    .count());
        }
        Taken taken = (Taken) settlement;
        taken.rows().stream().map(outbox.entries::get).forEach(entry -> entry.takenBy.add(taken.exporter()));
        return new Settled(taken.rows().size());
    }

    private int count(List<Entry> some, State state) {
        return (int) some.stream().filter(entry -> entry.state == state).count();
    }

    private boolean bury(BatchKind kind, Refusal refusal, Instant at) {
        Entry entry = outbox.entries.get(refusal.row());
        if (entry == null || !entry.isPending(kind)) {
            return false;
        }
        entry.become(State.DEAD);
        entry.letter = Optional.of(new DeadLetter(
                refusal, kind, entry.row.owner(), entry.row.payloadBytes(), at.truncatedTo(ChronoUnit.MILLIS)));
        return true;
    }

    private void removeExactly(LaneLease lease, Claim claim) {
        requireHeld(lease, claim.lane());
        Claim stored = outbox.claims.get(claim.firstRow());
        if (stored == null || !stored.rows().equals(claim.rows())) {
            throw new IllegalStateException("there is no claim with the rows " + claim.rows());
        }
        outbox.claims.remove(claim.firstRow());
    }

    /** Each settlement is complete when it returns. */
    @Override
    public void complete() {}

    @Override
    public void closeLane(LaneLease lease) {
        synchronized (outbox) {
            if (isHeld(lease)) {
                outbox.lanes.computeIfPresent(lease.lane(), (lane, held) -> new Held(held.lease(), true, held.until()));
            }
        }
    }

    @Override
    public void recordFailure(String message) {
        synchronized (outbox) {
            outbox.failures++;
            outbox.lastError = Optional.of(message);
        }
    }

    @Override
    public void close() {
        synchronized (outbox) {
            outbox.living.remove(name);
        }
    }

    private boolean isHeld(LaneLease lease) {
        Held held = outbox.lanes.get(lease.lane());
        return held != null && !held.isFree() && held.lease().equals(lease);
    }

    private void requireHeld(LaneLease lease, Lane lane) {
        if (!lease.covers(lane)) {
            throw new IllegalArgumentException("a lease of " + lease.lane() + " says nothing about " + lane);
        }
        if (!isHeld(lease)) {
            throw LaneLostException.of(lease);
        }
    }
}
