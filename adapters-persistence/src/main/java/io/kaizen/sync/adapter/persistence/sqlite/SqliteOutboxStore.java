package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ExporterAckTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.LaneTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.OtherSenders;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SuspectTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SyncStateTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.IdBound;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
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
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The outbox in a SQLite file. Each instance is a holder of lanes, known to others by a lock file. Commits are
 * made {@linkplain WriteBehind later}, on a thread of its own. This class is thread-safe.
 */
final class SqliteOutboxStore implements OutboxStore {

    /** After which the thread that commits ends. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final SqliteDatabase database;
    private final HolderLocks holders;
    private final HolderLocks.Holder self;
    private final InstantSource clock;
    private final OtherSenders others = new OtherSenders();
    private final LaneTransactions lanes;
    private final ExecutorService thread = commitThread();
    private final WriteBehind commits;

    /** A new holder of lanes in {@code database}, which stays open when this is closed. */
    SqliteOutboxStore(SqliteDatabase database) {
        this(database, InstantSource.system());
    }

    /** @param clock by which leases end */
    SqliteOutboxStore(SqliteDatabase database, InstantSource clock) {
        this(database, clock, new HolderLocks(database.holdersFolder()));
    }

    private SqliteOutboxStore(SqliteDatabase database, InstantSource clock, HolderLocks holders) {
        this(database, clock, holders, enlist(database, holders));
    }

    SqliteOutboxStore(SqliteDatabase database, InstantSource clock, HolderLocks holders, HolderLocks.Holder self) {
        this.database = database;
        this.clock = clock;
        this.holders = holders;
        this.self = self;
        this.lanes = new LaneTransactions(database, clock);
        this.commits = new WriteBehind(lanes, clock, thread);
    }

    /** Starts a thread with the first commit, and keeps it for as long as commits come. */
    private static ExecutorService commitThread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), SqliteOutboxStore::daemon);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "kaizen-sync-commit");
        thread.setDaemon(true);
        return thread;
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
    public Bound bound() {
        return database.read(session ->
                new IdBound(new OutboxReader(session).youngestPending().orElse(RowId.BEFORE_ALL)));
    }

    @Override
    public Backlog backlog(Bound bound) {
        return database.read(session -> {
            OutboxReader reader = new OutboxReader(session);
            SortedMap<BatchKind, RowId> oldest = new TreeMap<>();
            reader.heads(IdBound.of(bound)).forEach(head -> oldest.put(head.kind(), head.oldest()));
            new ClaimTable(session).lanes().forEach(lane -> oldest.put(lane.kind(), RowId.BEFORE_ALL));
            List<LaneHead> heads = oldest.entrySet().stream()
                    .map(head -> new LaneHead(Lane.of(head.getKey()), head.getValue()))
                    .toList();
            return new Backlog(heads, reader.countPending());
        });
    }

    @Override
    public List<OutboxRow> page(PageRequest request) {
        return database.readAside(session -> new OutboxReader(session).page(request));
    }

    @Override
    public List<OutboxRow> rows(Claim claim) {
        return database.read(
                session -> new OutboxReader(session).pendingRows(claim.lane().kind(), claim.rows()));
    }

    @Override
    public LaneGrant openLane(Lane lane, Duration leaseFor) {
        requireOpen();
        commits.complete();
        Instant now = clock.instant();
        Instant leaseUntil = now.plus(leaseFor);
        return database.write(Durability.FULL, session -> {
            LaneTable stored = new LaneTable(session);
            Optional<Instant> heldUntil = stored.heldAgainst(self.name(), lane, now, holders::isDead);
            if (heldUntil.isPresent()) {
                return new LaneGrant.Busy(heldUntil.get());
            }
            boolean othersSent = others.haveSent(session);
            LaneLease lease = stored.take(self.name(), lane, leaseUntil);
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
    public ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        return commits.claim(lease, claim, leaseFor);
    }

    @Override
    public void renew(LaneLease lease, Claim claim, Duration leaseFor) {
        commits.complete();
        lanes.renew(lease, claim, leaseFor);
    }

    @Override
    public CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement) {
        if (settlement instanceof Sent sent) {
            return commits.commit(new LaneTransactions.Commit(lease, sent));
        }
        commits.complete();
        return CompletableFuture.completedFuture(new Settled(settleAtOnce(lease, settlement)));
    }

    /** Returns how many rows it changed. */
    private int settleAtOnce(LaneLease lease, Settlement settlement) {
        if (settlement instanceof Released released) {
            lanes.release(lease, released.claim());
            return released.claim().rows().size();
        }
        if (settlement instanceof Quarantined quarantined) {
            lanes.quarantine(lease, quarantined);
            return 1;
        }
        if (settlement instanceof Dead dead) {
            return lanes.deadLetter(lease, dead);
        }
        if (settlement instanceof Taken taken) {
            lanes.acknowledge(lease, taken);
            return taken.rows().size();
        }
        throw new IllegalArgumentException("unknown settlement: " + settlement);
    }

    @Override
    public void complete() {
        commits.complete();
    }

    @Override
    public void closeLane(LaneLease lease) {
        commits.complete();
        database.writeOnly(Durability.FULL, session -> {
            new LaneTable(session).free(lease);
            others.freed(session, holders::isDead);
        });
    }

    @Override
    public void recordFailure(String message) {
        commits.complete();
        database.writeOnly(Durability.FULL, session -> new SyncStateTable(session).failed(message));
    }

    /** Even where the lanes cannot be given back in the file, the lock goes, and others see that this holder is dead. */
    @Override
    public void close() {
        if (!self.isAlive()) {
            return;
        }
        try (self) {
            commits.complete();
            database.write(Durability.FULL, session -> new LaneTable(session).freeAllOf(self.name()));
        } catch (IOException failure) {
            throw FileFailures.of(failure, database.file());
        } finally {
            thread.shutdown();
        }
    }

    private void requireOpen() {
        if (!self.isAlive()) {
            throw new IllegalStateException("this store is closed");
        }
    }
}
