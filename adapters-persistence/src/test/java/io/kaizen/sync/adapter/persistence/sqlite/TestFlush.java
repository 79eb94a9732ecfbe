package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a flush does to a store, with a server that takes everything and remembers under which key. */
final class TestFlush {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Duration LEASE = Duration.ofSeconds(60);

    private final int rowsPerBatch;
    private final Map<IdempotencyKey, List<RowId>> received = new HashMap<>();

    TestFlush(int rowsPerBatch) {
        this.rowsPerBatch = rowsPerBatch;
    }

    /** Sends everything that is pending, what earlier flushes have left first. */
    void run(OutboxStore store) {
        Bound bound = store.bound();
        for (LaneHead head : store.backlog(bound).lanes()) {
            Lane lane = head.lane();
            LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(lane, LEASE);
            LaneLease lease = granted.lease();
            granted.claims().forEach(claim -> send(store, lease, claim));
            PageRequest request =
                    new PageRequest(lane, bound, Optional.empty(), rowsPerBatch, Long.MAX_VALUE, Long.MAX_VALUE);
            for (List<OutboxRow> page = store.page(request); !page.isEmpty(); page = store.page(request)) {
                Claim claim = claimOf(lane, page);
                assertThat(store.claim(lease, claim, LEASE).isClaimed()).isTrue();
                send(store, lease, claim);
            }
            store.closeLane(lease);
        }
    }

    /** Rows that the server has under more than one key, or the same key with other rows: it could not know them again. */
    Set<RowId> doubled() {
        Set<RowId> seen = new HashSet<>();
        Set<RowId> doubled = new HashSet<>();
        received.values()
                .forEach(rows -> rows.stream().filter(row -> !seen.add(row)).forEach(doubled::add));
        return doubled;
    }

    Set<RowId> received() {
        Set<RowId> rows = new HashSet<>();
        received.values().forEach(rows::addAll);
        return rows;
    }

    private void send(OutboxStore store, LaneLease lease, Claim claim) {
        List<RowId> before = received.put(claim.key(), claim.rows());
        assertThat(before == null || before.equals(claim.rows())).isTrue();
        Settling.settle(store, lease, new Sent(claim, NOW));
    }

    static Claim claimOf(Lane lane, List<OutboxRow> rows) {
        return new Claim(
                lane,
                new IdempotencyKey(UUID.randomUUID()),
                Claim.State.SENDING,
                rows.stream().map(OutboxRow::id).toList(),
                new BodyDigest("0"),
                new BatchEnvelope("team", "hash", Optional.empty()),
                new Destination("https://ingest.example", "team"));
    }
}
