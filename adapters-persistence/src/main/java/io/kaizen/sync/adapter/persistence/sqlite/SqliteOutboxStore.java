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
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
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
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The outbox in a SQLite file. Each instance is a holder of lanes, known to others by a lock file. All writes are on disk when
 * they return, but for {@link #commit(List)}, whose loss at power failure costs a resend under the same key. This class is thread-safe.
 */
final class SqliteOutboxStore implements OutboxStore {

    private final SqliteDatabase database;
    private final HolderLocks holders;
    private final HolderLocks.Holder self;
    private final OtherSenders others = new OtherSenders();

    /** A new holder of lanes in {@code database}, which stays open when this is closed. */
    SqliteOutboxStore(SqliteDatabase database) {
        this(database, new HolderLocks(database.holdersFolder()));
    }

    private SqliteOutboxStore(SqliteDatabase database, HolderLocks holders) {
        this(database, holders, enlist(database, holders));
    }

    SqliteOutboxStore(SqliteDatabase database, HolderLocks holders, HolderLocks.Holder self) {
        this.database = database;
        this.holders = holders;
        this.self = self;
    }

    private static HolderLocks.Holder enlist(SqliteDatabase database, HolderLocks holders) {
        try {
            HolderLocks.Holder self = holders.enlist();
            holders.sweep();
            return self;
        } catch (IOException failure) {
            throw FileFailures.of(failure, database.file());
        }
    }

    @Override
    public Optional<RowId> youngestPending() {
        return database.read(session -> new OutboxReader(session).youngestPending());
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        return database.read(session -> new OutboxReader(session).heads(upTo));
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        return database.readAside(session -> new OutboxReader(session).oldestPending(kind, after, upTo));
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return database.readAside(session -> new OutboxReader(session).page(request));
    }

    @Override
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<RowId> ascending = rows.stream().distinct().sorted().toList();
        return database.read(session -> new OutboxReader(session).pendingRows(kind, ascending));
    }

    @Override
    public long countPending() {
        return database.read(session -> new OutboxReader(session).countPending());
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        requireOpen();
        return database.write(Durability.FULL, session -> {
            LaneTable lanes = new LaneTable(session);
            Optional<Instant> heldUntil = lanes.heldAgainst(self.name(), lane, now, holders::isDead);
            if (heldUntil.isPresent()) {
                return new LaneGrant.Busy(heldUntil.get());
            }
            boolean othersSent = others.haveSent(session);
            LaneLease lease = lanes.take(self.name(), lane, leaseUntil);
            SuspectTable suspects = new SuspectTable(session);
            suspects.forgetGone(lane.kind());
            ExporterAckTable acks = new ExporterAckTable(session);
            acks.forgetGone(lane.kind());
            return new LaneGrant.Granted(
                    lease,
                    new ClaimTable(session).of(lane),
                    suspects.of(lane.kind()),
                    acks.of(lane.kind()),
                    othersSent);
        });
    }

    @Override
    public List<Lane> lanesWithClaims() {
        return database.read(session -> new ClaimTable(session).lanes());
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        return database.write(Durability.FULL, session -> claim(session, lease, claim, leaseUntil));
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, session -> update(session, lease, claim, leaseUntil));
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        sent.forEach(one -> requireCovered(one.lease(), one.claim()));
        return database.write(
                Durability.NORMAL,
                session -> sent.stream().map(one -> commit(session, one)).toList());
    }

    @Override
    public ClaimResult acceptAndClaim(List<Sent> accepted, LaneLease lease, Claim next, Instant leaseUntil) {
        accepted.forEach(one -> requireCovered(one.lease(), one.claim()));
        requireCovered(lease, next);
        return database.write(Durability.FULL, session -> {
            accepted.forEach(one -> update(session, one.lease(), one.claim().accepted(), leaseUntil));
            return claim(session, lease, next, leaseUntil);
        });
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            new ClaimTable(session).remove(claim.lane(), claim.firstRow());
        });
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        requireCovered(lease, claim);
        if (!claim.rows().equals(List.of(refusal.row()))) {
            throw new IllegalArgumentException(
                    "row " + refusal.row() + " is not the one row of the claim on " + claim.rows());
        }
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            requireFound(new ClaimTable(session).removeExactly(claim), claim);
            new SuspectTable(session).put(claim.lane().kind(), List.of(refusal));
        });
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        BatchKind kind = lease.lane().kind();
        List<RowId> rows =
                refusals.stream().map(Refusal::row).distinct().sorted().toList();
        return database.write(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            List<RowId> pending = new OutboxReader(session).stillPending(kind, rows);
            if (!pending.isEmpty()) {
                Set<RowId> dying = Set.copyOf(pending);
                SuspectTable suspects = new SuspectTable(session);
                suspects.put(
                        kind,
                        refusals.stream()
                                .filter(refusal -> dying.contains(refusal.row()))
                                .toList());
                new DeadLetterTable(session).takeSuspects(pending, now);
                suspects.forget(pending);
            }
            return pending;
        });
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).require(lease);
            new ExporterAckTable(session).add(lease.lane().kind(), exporter, rows);
        });
    }

    @Override
    public void closeLane(LaneLease lease) {
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).free(lease);
            others.freed(session, holders::isDead);
        });
    }

    @Override
    public void recordFailure(String message) {
        database.writeOnly(Durability.FULL, session -> new SyncStateTable(session).failed(message));
    }

    /** Even where the lanes cannot be given back in the file, the lock goes, and others see that this holder is dead. */
    @Override
    public void close() {
        if (!self.isAlive()) {
            return;
        }
        try (self) {
            database.write(Durability.FULL, session -> new LaneTable(session).freeAllOf(self.name()));
        } catch (IOException failure) {
            throw FileFailures.of(failure, database.file());
        }
    }

    private static ClaimResult claim(SqliteSession session, LaneLease lease, Claim claim, Instant leaseUntil) {
        LaneTable lanes = new LaneTable(session);
        lanes.renew(lease, leaseUntil);
        if (!claim.lane().equals(lease.lane())) {
            lanes.note(claim.lane());
        }
        Set<RowId> gone = new OutboxReader(session).gone(claim.lane().kind(), claim.rows());
        if (gone.isEmpty()) {
            new ClaimTable(session).add(claim);
        }
        return new ClaimResult(gone);
    }

    private static void update(SqliteSession session, LaneLease lease, Claim claim, Instant leaseUntil) {
        new LaneTable(session).renew(lease, leaseUntil);
        requireFound(new ClaimTable(session).replace(claim), claim);
    }

    private static CommitResult commit(SqliteSession session, Sent one) {
        Claim claim = one.claim();
        new LaneTable(session).require(one.lease());
        requireFound(new ClaimTable(session).removeExactly(claim), claim);
        int sent = new OutboxReader(session).markSent(claim.rows());
        new SuspectTable(session).forget(claim.rows());
        new ExporterAckTable(session).forget(claim.rows());
        new SyncStateTable(session).succeeded(one.now());
        int gone = claim.rows().size() - sent;
        int sentByOthers = gone == 0 ? 0 : OtherSenders.countSent(session, claim.rows()) - sent;
        return new CommitResult(sent, gone, sentByOthers);
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

    private void requireOpen() {
        if (!self.isAlive()) {
            throw new IllegalStateException("this store is closed");
        }
    }
}
