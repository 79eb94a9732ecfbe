package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an in-memory outbox has instead of a file. Whoever writes, or reads twice, holds its monitor. */
final class InMemoryTables {

    final TreeMap<RowId, Stored> rows = new TreeMap<>();
    final Map<Lane, LaneState> lanes = new HashMap<>();
    final TreeMap<Lane, TreeMap<RowId, Claim>> claims =
            new TreeMap<>(Comparator.comparing(Lane::kind).thenComparing(Lane::index));
    final Set<String> living = new HashSet<>();
    Optional<Instant> lastSuccess = Optional.empty();
    Optional<String> lastError = Optional.empty();
    long consecutiveFailures;
    private long lastId;

    /** A row and whether it is sent. */
    record Stored(OutboxRow row, boolean sent) {

        Stored asSent() {
            return new Stored(row, true);
        }
    }

    /** Who holds a lane; nobody where {@code holder} is empty. */
    record LaneState(Optional<String> holder, long epoch, Instant leaseUntil) {}

    void insert(BatchKind kind, OwnerId owner, byte[] payload) {
        lastId++;
        RowId id = new RowId(lastId);
        rows.put(id, new Stored(new OutboxRow(id, owner, kind, payload), false));
    }

    boolean isPending(BatchKind kind, RowId id) {
        Stored stored = rows.get(id);
        return stored != null && !stored.sent() && stored.row().kind().equals(kind);
    }

    synchronized Stream<Stored> select(Predicate<Stored> which) {
        return rows.values().stream().filter(which).toList().stream();
    }

    List<Claim> claimsOf(Lane lane) {
        return new ArrayList<>(claims.getOrDefault(lane, new TreeMap<>()).values());
    }

    void put(Claim claim) {
        claims.computeIfAbsent(claim.lane(), lane -> new TreeMap<>()).put(claim.firstRow(), claim);
    }

    /** Whether there was such a claim. */
    boolean remove(Claim claim) {
        TreeMap<RowId, Claim> ofLane = claims.getOrDefault(claim.lane(), new TreeMap<>());
        boolean removed = ofLane.remove(claim.firstRow()) != null;
        if (ofLane.isEmpty()) {
            claims.remove(claim.lane());
        }
        return removed;
    }
}
