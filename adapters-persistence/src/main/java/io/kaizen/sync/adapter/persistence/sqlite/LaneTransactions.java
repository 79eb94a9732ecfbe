package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.DeadLetterTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ExporterAckTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.LaneTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.OtherSenders;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SuspectTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SyncStateTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * What the holder of a lane does to its claims and rows, each in one transaction that changes nothing where the lane is lost. All are on disk
 * when they return, but for commits, whose loss at power failure costs a resend under the same key. This class is thread-safe.
 */
final class LaneTransactions {

    private final SqliteDatabase database;
    private final InstantSource clock;

    /** @param clock by which leases end */
    LaneTransactions(SqliteDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A commit to be made. */
    record Commit(LaneLease lease, Sent sent) {

        Commit {
            requireCovered(lease, sent.claim());
        }

        Claim claim() {
            return sent.claim();
        }
    }

    /** Notes that the claims of {@code accepted}, which are committed soon, have arrived; then claims. */
    ClaimResult claim(List<Commit> accepted, LaneLease lease, Claim next, Duration leaseFor) {
        requireCovered(lease, next);
        return database.write(Durability.FULL, session -> {
            accepted.forEach(one -> renew(session, one.lease(), one.claim().accepted(), leaseFor));
            return claim(session, lease, next, leaseFor);
        });
    }

    void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, session -> renew(session, lease, claim, leaseFor));
    }

    /** Makes all of {@code commits}, in order, or none. */
    List<Settled> commit(List<Commit> commits) {
        return database.write(
                Durability.NORMAL,
                session -> commits.stream().map(one -> commit(session, one)).toList());
    }

    /** Removes a claim, if it is there. */
    void release(LaneLease lease, Claim claim) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            new ClaimTable(session).remove(claim.lane(), claim.firstRow());
        });
    }

    void quarantine(LaneLease lease, Quarantined step) {
        Claim claim = step.claim();
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            requireFound(new ClaimTable(session).removeExactly(claim), claim);
            new SuspectTable(session).put(claim.lane().kind(), List.of(step.refusal()));
        });
    }

    /** Returns how many rows are dead now. */
    int deadLetter(LaneLease lease, Dead step) {
        BatchKind kind = lease.lane().kind();
        List<RowId> rows =
                step.refusals().stream().map(Refusal::row).distinct().sorted().toList();
        return database.write(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            List<RowId> pending = new OutboxReader(session).stillPending(kind, rows);
            if (!pending.isEmpty()) {
                Set<RowId> dying = Set.copyOf(pending);
                SuspectTable suspects = new SuspectTable(session);
                suspects.put(
                        kind,
                        step.refusals().stream()
                                .filter(refusal -> dying.contains(refusal.row()))
                                .toList());
                new DeadLetterTable(session).takeSuspects(pending, step.at());
                suspects.forget(pending);
            }
            return pending.size();
        });
    }

    void acknowledge(LaneLease lease, Taken step) {
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            new ExporterAckTable(session).add(lease.lane().kind(), step.exporter(), step.rows());
        });
    }

    private ClaimResult claim(SqliteSession session, LaneLease lease, Claim claim, Duration leaseFor) {
        LaneTable lanes = new LaneTable(session);
        lanes.renew(lease, clock.instant().plus(leaseFor));
        if (!claim.lane().equals(lease.lane())) {
            lanes.note(claim.lane());
        }
        Set<RowId> gone = new OutboxReader(session).gone(claim.lane().kind(), claim.rows());
        if (gone.isEmpty()) {
            new ClaimTable(session).add(claim);
        }
        return new ClaimResult(gone);
    }

    private void renew(SqliteSession session, LaneLease lease, Claim claim, Duration leaseFor) {
        new LaneTable(session).renew(lease, clock.instant().plus(leaseFor));
        requireFound(new ClaimTable(session).replace(claim), claim);
    }

    private static Settled commit(SqliteSession session, Commit one) {
        Claim claim = one.claim();
        new LaneTable(session).require(one.lease());
        requireFound(new ClaimTable(session).removeExactly(claim), claim);
        int sent = new OutboxReader(session).markSent(claim.rows());
        new SuspectTable(session).forget(claim.rows());
        new ExporterAckTable(session).forget(claim.rows());
        new SyncStateTable(session).succeeded(one.sent().at());
        int gone = claim.rows().size() - sent;
        int sentByOthers = gone == 0 ? 0 : OtherSenders.countSent(session, claim.rows()) - sent;
        return new Settled(sent, sentByOthers);
    }

    private static void requireFound(boolean found, Claim claim) {
        if (!found) {
            throw new IllegalStateException("there is no claim on row " + claim.firstRow() + " of "
                    + claim.lane().kind() + " with these rows");
        }
    }

    private static void requireCovered(LaneLease lease, Claim claim) {
        if (!lease.covers(claim.lane())) {
            throw new IllegalArgumentException("a lease of " + lease.lane() + " says nothing about " + claim.lane());
        }
    }
}
