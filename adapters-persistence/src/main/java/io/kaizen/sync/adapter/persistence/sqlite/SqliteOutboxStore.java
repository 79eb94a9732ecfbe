package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.DeadLetterTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ExporterAckTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.LaneTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.LaneTransactions;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.OtherSenders;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SuspectTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SyncStateTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.Statements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.CommitResult;
import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.PageRequest;
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
        return database.readPrepared((statements, outbox) -> new OutboxReader(statements, outbox).youngestPending());
    }

    @Override
    public List<KindHead> heads(RowId upTo) {
        return database.readPrepared((statements, outbox) -> new OutboxReader(statements, outbox).heads(upTo));
    }

    @Override
    public Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        return database.readAside(
                (statements, outbox) -> new OutboxReader(statements, outbox).oldestPending(kind, after, upTo));
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return database.readAside((statements, outbox) -> new OutboxReader(statements, outbox).page(request));
    }

    @Override
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<RowId> ascending = rows.stream().distinct().sorted().toList();
        return database.readPrepared(
                (statements, outbox) -> new OutboxReader(statements, outbox).pendingRows(kind, ascending));
    }

    @Override
    public long countPending() {
        return database.readPrepared((statements, outbox) -> new OutboxReader(statements, outbox).countPending());
    }

    @Override
    public LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil) {
        requireOpen();
        return database.writePrepared(
                Durability.FULL,
                (statements, outbox) ->
                        new LaneTransactions(statements, outbox).open(holder(), others, lane, now, leaseUntil));
    }

    @Override
    public List<Lane> lanesWithClaims() {
        return database.readPrepared((statements, outbox) -> new ClaimTable(statements).lanes());
    }

    @Override
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        return database.writePrepared(
                Durability.FULL,
                (statements, outbox) -> new LaneTransactions(statements, outbox).claim(lease, claim, leaseUntil));
    }

    @Override
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, (statements, outbox) -> {
            new LaneTransactions(statements, outbox).update(lease, claim, leaseUntil);
        });
    }

    @Override
    public List<CommitResult> commit(List<Sent> sent) {
        sent.forEach(one -> requireCovered(one.lease(), one.claim()));
        return database.writePrepared(Durability.NORMAL, (statements, outbox) -> {
            LaneTransactions all = new LaneTransactions(statements, outbox);
            return sent.stream()
                    .map(one -> all.commit(one.lease(), one.claim(), one.now()))
                    .toList();
        });
    }

    @Override
    public ClaimResult acceptAndClaim(List<Sent> accepted, LaneLease lease, Claim next, Instant leaseUntil) {
        accepted.forEach(one -> requireCovered(one.lease(), one.claim()));
        requireCovered(lease, next);
        return database.writePrepared(Durability.FULL, (statements, outbox) -> {
            LaneTransactions all = new LaneTransactions(statements, outbox);
            accepted.forEach(one -> all.update(one.lease(), one.claim().accepted(), leaseUntil));
            return all.claim(lease, next, leaseUntil);
        });
    }

    @Override
    public void release(LaneLease lease, Claim claim) {
        requireCovered(lease, claim);
        database.writeOnly(Durability.FULL, (statements, outbox) -> {
            new LaneTable(statements).require(lease);
            new ClaimTable(statements).remove(claim.lane(), claim.firstRow());
        });
    }

    @Override
    public void setAside(LaneLease lease, Claim claim, Refusal refusal) {
        requireCovered(lease, claim);
        if (!claim.rows().equals(List.of(refusal.row()))) {
            throw new IllegalArgumentException(
                    "row " + refusal.row() + " is not the one row of the claim on " + claim.rows());
        }
        database.writeOnly(Durability.FULL, (statements, outbox) -> {
            new LaneTable(statements).require(lease);
            LaneTransactions.requireFound(new ClaimTable(statements).removeExactly(claim), claim);
            new SuspectTable(statements, outbox).put(claim.lane().kind(), List.of(refusal));
        });
    }

    @Override
    public List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now) {
        BatchKind kind = lease.lane().kind();
        List<RowId> rows =
                refusals.stream().map(Refusal::row).distinct().sorted().toList();
        return database.write(Durability.FULL, (sql, outbox) -> {
            Statements statements = Statements.of(sql);
            new LaneTable(statements).require(lease);
            List<RowId> pending = new OutboxReader(statements, outbox.shape()).stillPending(kind, rows);
            if (!pending.isEmpty()) {
                Set<RowId> dying = Set.copyOf(pending);
                SuspectTable suspects = new SuspectTable(statements, outbox.shape());
                suspects.put(
                        kind,
                        refusals.stream()
                                .filter(refusal -> dying.contains(refusal.row()))
                                .toList());
                new DeadLetterTable(sql, outbox).takeSuspects(pending, now);
                suspects.forget(pending);
            }
            return pending;
        });
    }

    @Override
    public void acknowledge(LaneLease lease, String exporter, List<RowId> rows) {
        database.writeOnly(Durability.FULL, (statements, outbox) -> {
            new LaneTable(statements).require(lease);
            new ExporterAckTable(statements, outbox).add(lease.lane().kind(), exporter, rows);
        });
    }

    @Override
    public void closeLane(LaneLease lease) {
        database.writeOnly(Durability.FULL, (statements, outbox) -> {
            new LaneTransactions(statements, outbox).close(holder(), others, lease);
        });
    }

    @Override
    public void recordFailure(String message) {
        database.writeOnly(Durability.FULL, (statements, outbox) -> new SyncStateTable(statements).failed(message));
    }

    /** Even where the lanes cannot be given back in the file, the lock goes, and others see that this holder is dead. */
    @Override
    public void close() {
        if (!self.isAlive()) {
            return;
        }
        try (self) {
            database.writePrepared(
                    Durability.FULL, (statements, outbox) -> new LaneTable(statements).freeAllOf(self.name()));
        } catch (IOException failure) {
            throw FileFailures.of(failure, database.file());
        }
    }

    private LaneTransactions.Self holder() {
        return new LaneTransactions.Self(self.name(), holders::isDead);
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
