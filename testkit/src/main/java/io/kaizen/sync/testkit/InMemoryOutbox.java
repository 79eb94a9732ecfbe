package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An outbox that lasts as long as this object: the storage that several {@linkplain #newStore() holders} share, with their lives
 * in the test's hands, or an {@link Outbox} like any other. Keeps the same contracts as the real one, but reads all rows where that one uses an index. This class is
 * thread-safe.
 */
public final class InMemoryOutbox implements OutboxUnderTest {

    private final TreeMap<RowId, StoredRow> rows = new TreeMap<>();
    private final InMemoryLanes lanes = new InMemoryLanes();
    private final InMemoryClaims claims = new InMemoryClaims();
    private final TreeMap<RowId, Refusal> suspects = new TreeMap<>();
    private final TreeMap<RowId, DeadRow> dead = new TreeMap<>();
    private final TreeMap<String, TreeSet<RowId>> acknowledged = new TreeMap<>();
    private final InMemoryOutboxAdmin admin = new InMemoryOutboxAdmin(this, new InMemoryDeadLetters(this, dead));
    private final InMemorySyncState syncState = new InMemorySyncState();
    private final InstantSource clock;
    private long lastId;
    private long purged;
    private int holders;

    /** An empty outbox. */
    public InMemoryOutbox() {
        this(InstantSource.system());
    }

    /** @param clock by which leases end */
    public InMemoryOutbox(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** A row and what became of it. */
    public record StoredRow(OutboxRow row, boolean sent) {}

    /** A row that is out of the queue for good. */
    record DeadRow(OutboxRow row, DeadLetter letter) {}

    @Override
    public synchronized OutboxStore newStore() {
        holders++;
        String name = "holder-" + holders;
        lanes.enlist(name);
        return new InMemoryOutboxStore(this, name);
    }

    @Override
    public synchronized void kill(OutboxStore store) {
        if (store instanceof InMemoryOutboxStore holder && lanes.kill(holder.name())) {
            return;
        }
        throw new IllegalArgumentException("not a living holder of this outbox: " + store);
    }

    @Override
    public RowQueue queue() {
        return new InMemoryRowQueue(this);
    }

    @Override
    public InMemoryOutboxAdmin admin() {
        return admin;
    }

    synchronized OutboxBalance balance() {
        Counts counts = status().total();
        return OutboxBalance.of(lastId, counts.pending(), counts.sent(), purged, counts.deadLettered());
    }

    /** Ends the holders; the rows stay, and can be opened again. */
    @Override
    public synchronized void close() {
        lanes.killAll();
    }

    /** Every row that was not replaced, in id order. */
    public synchronized List<StoredRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Every claim that nobody has settled. */
    public synchronized List<Claim> claims() {
        return claims.all();
    }

    /** Every row that is out of the queue for good, in id order. */
    public synchronized List<DeadLetter> deadRows() {
        return dead.values().stream().map(DeadRow::letter).toList();
    }

    /** Rows that are known to be taken by the exporter, and not committed. */
    public synchronized Set<RowId> acknowledged(String exporter) {
        return Set.copyOf(acknowledged.getOrDefault(exporter, new TreeSet<>()));
    }

    /** Makes all rows pending again, as somebody may do by hand who wants them sent once more. */
    public synchronized void markAllPending() {
        rows.replaceAll((id, stored) -> new StoredRow(stored.row(), false));
    }

    /** Marks pending rows as sent, as another program does that sends them too and knows nothing of claims. */
    public synchronized void markSentByAnother(List<RowId> ids) {
        ids.forEach(this::markSent);
    }

    boolean isSent(RowId id) {
        StoredRow stored = rows.get(id);
        return stored != null && stored.sent();
    }

    Stream<OutboxRow> pending() {
        return rows.values().stream().filter(row -> !row.sent()).map(StoredRow::row);
    }

    Stream<OutboxRow> pending(BatchKind kind) {
        return pending().filter(row -> row.kind().equals(kind));
    }

    /** The pending rows that are asked for, as if a page had no end. */
    Stream<OutboxRow> pending(PageRequest request, RowId upTo) {
        boolean forwards = request.order() == PageRequest.Order.OLDEST_FIRST;
        NavigableMap<RowId, StoredRow> all = rows.headMap(upTo, true);
        NavigableMap<RowId, StoredRow> ordered = forwards ? all : all.descendingMap();
        return (request.after().isEmpty()
                        ? ordered
                        : ordered.tailMap(request.after().get(), false))
                .values().stream()
                        .filter(stored -> !stored.sent()
                                && stored.row().kind().equals(request.lane().kind()))
                        .map(StoredRow::row);
    }

    boolean isPending(BatchKind kind, RowId id) {
        StoredRow stored = rows.get(id);
        return stored != null && !stored.sent() && stored.row().kind().equals(kind);
    }

    /** Whether the row was pending; it is sent then. */
    boolean markSent(RowId id) {
        StoredRow stored = rows.get(id);
        if (stored == null || stored.sent()) {
            return false;
        }
        rows.put(id, new StoredRow(stored.row(), true));
        forget(id);
        return true;
    }

    List<Refusal> suspectsOf(BatchKind kind) {
        Set<RowId> there = pending(kind).map(OutboxRow::id).collect(Collectors.toSet());
        return suspects.values().stream()
                .filter(suspect -> there.contains(suspect.row()))
                .toList();
    }

    void suspect(Refusal refusal) {
        suspects.put(refusal.row(), refusal);
    }

    /** Whether the row was pending and of that kind; it is dead then. */
    boolean bury(BatchKind kind, Refusal refusal, Instant now) {
        StoredRow stored = rows.get(refusal.row());
        if (stored == null || stored.sent() || !stored.row().kind().equals(kind)) {
            return false;
        }
        OutboxRow row = stored.row();
        Instant deadSince = Instant.ofEpochMilli(now.toEpochMilli());
        DeadLetter letter = new DeadLetter(refusal, row.kind(), row.owner(), row.payload().length, deadSince);
        rows.remove(row.id());
        suspects.remove(row.id());
        dead.put(row.id(), new DeadRow(row, letter));
        return true;
    }

    /** Puts a dead row back in its place. */
    void raise(DeadRow row) {
        rows.put(row.row().id(), new StoredRow(row.row(), false));
    }

    void acknowledge(String exporter, List<RowId> taken) {
        acknowledged.computeIfAbsent(exporter, name -> new TreeSet<>()).addAll(taken);
    }

    Map<String, Set<RowId>> acknowledgedOf(BatchKind kind) {
        Set<RowId> there = pending(kind).map(OutboxRow::id).collect(Collectors.toSet());
        Map<String, Set<RowId>> taken = new TreeMap<>();
        acknowledged.forEach((exporter, ids) -> {
            Set<RowId> pending = ids.stream().filter(there::contains).collect(Collectors.toSet());
            if (!pending.isEmpty()) {
                taken.put(exporter, pending);
            }
        });
        return taken;
    }

    void forget(RowId row) {
        suspects.remove(row);
        acknowledged.values().forEach(taken -> taken.remove(row));
    }

    Instant now() {
        return clock.instant();
    }

    /** Who holds what; to be asked under the outbox's lock. */
    InMemoryLanes lanes() {
        return lanes;
    }

    /** Who sends what; to be asked under the outbox's lock. */
    InMemoryClaims storedClaims() {
        return claims;
    }

    /** What came of the flushes; to be told under the outbox's lock. */
    InMemorySyncState syncState() {
        return syncState;
    }

    synchronized long insert(BatchKind kind, OwnerId owner, List<byte[]> payloads, boolean replacing) {
        if (replacing) {
            rows.values()
                    .removeIf(stored -> !stored.sent()
                            && stored.row().kind().equals(kind)
                            && stored.row().owner().equals(owner));
        }
        for (byte[] payload : payloads) {
            lastId++;
            RowId id = new RowId(lastId);
            rows.put(id, new StoredRow(new OutboxRow(id, owner, kind, payload), false));
        }
        return payloads.size();
    }

    synchronized List<RowId> sentRows() {
        return rows.values().stream()
                .filter(StoredRow::sent)
                .map(stored -> stored.row().id())
                .toList();
    }

    /** Removes rows for good, those of them that are sent. */
    synchronized void purge(List<RowId> old) {
        int before = rows.size();
        old.forEach(id -> rows.computeIfPresent(id, (same, stored) -> stored.sent() ? null : stored));
        purged += before - rows.size();
    }

    synchronized OutboxStatus status() {
        SortedMap<BatchKind, Counts> counts = new TreeMap<>();
        for (StoredRow stored : rows.values()) {
            Counts one = stored.sent() ? new Counts(0, 0, 1, 0) : new Counts(1, 0, 0, 0);
            counts.merge(stored.row().kind(), one, Counts::plus);
        }
        for (DeadRow row : dead.values()) {
            counts.merge(row.row().kind(), new Counts(0, 0, 0, 1), Counts::plus);
        }
        for (Claim claim : claims()) {
            long held = pending(claim.lane().kind())
                    .filter(row -> claim.rows().contains(row.id()))
                    .count();
            counts.merge(claim.lane().kind(), new Counts(0, held, 0, 0), Counts::plus);
        }
        return syncState.with(counts);
    }
}
