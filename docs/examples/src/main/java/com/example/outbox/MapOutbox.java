package com.example.outbox;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An outbox from scratch, in maps. Its {@link MapOutboxStore stores} are for flushes. Thread-safe, under one lock. */
public final class MapOutbox implements Outbox {

    final InstantSource clock;
    final TreeMap<RowId, Entry> entries = new TreeMap<>();
    /** By their first rows, since a row is in one claim. */
    final TreeMap<RowId, Claim> claims = new TreeMap<>();

    final Map<Lane, Held> lanes = new HashMap<>();
    final Set<String> living = new HashSet<>();
    long lastId;
    private long purged;
    private long holders;
    long failures;
    Optional<Instant> lastSuccess = Optional.empty();
    Optional<String> lastError = Optional.empty();
    private Map<Destination, OverrideStore.Kept> overrides = Map.of();

    /** @param clock by which leases end */
    public MapOutbox(InstantSource clock) {
        this.clock = clock;
    }

    enum State {
        PENDING,
        SENT,
        DEAD
    }

    /** A row, what became of it, and what is remembered of it until it is sent. */
    static final class Entry {

        final OutboxRow row;
        final Set<String> takenBy = new HashSet<>();
        State state = State.PENDING;
        Optional<Refusal> suspicion = Optional.empty();
        Optional<DeadLetter> letter = Optional.empty();
        Optional<Instant> markedSent = Optional.empty();

        Entry(OutboxRow row) {
            this.row = row;
        }

        boolean isPending(BatchKind kind) {
            return state == State.PENDING && row.kind().equals(kind);
        }

        void become(State next) {
            state = next;
            suspicion = Optional.empty();
            if (next == State.SENT) {
                takenBy.clear();
            }
        }
    }

    record Held(LaneLease lease, boolean isFree, Instant until) {}

    record UpTo(RowId row) implements Bound {}

    @Override
    public synchronized OutboxStore newStore() {
        holders++;
        String name = "holder-" + holders;
        living.add(name);
        return new MapOutboxStore(this, name);
    }

    @Override
    public RowQueue queue() {
        return new Queue();
    }

    @Override
    public OutboxAdmin admin() {
        return new Admin();
    }

    /** All holders are dead. */
    @Override
    public synchronized void close() {
        living.clear();
    }

    /** A holder is dead, as after {@code kill -9}. */
    synchronized void kill(OutboxStore holder) {
        living.remove(((MapOutboxStore) holder).name);
    }

    void hold(LaneLease lease, Duration leaseFor) {
        lanes.put(lease.lane(), new Held(lease, false, clock.instant().plus(leaseFor)));
    }

    Stream<Entry> pending(BatchKind kind) {
        return entries.values().stream().filter(entry -> entry.isPending(kind));
    }

    Stream<Entry> entriesOf(Claim claim) {
        return claim.rows().stream().map(entries::get).filter(entry -> entry != null);
    }

    private final class Queue implements RowQueue {

        @Override
        public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            return insert(kind, owner, payloads, false);
        }

        @Override
        public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            return insert(kind, owner, payloads, true);
        }

        private long insert(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads, boolean replaces) {
            List<byte[]> all = new ArrayList<>();
            payloads.forEachRemaining(all::add);
            synchronized (MapOutbox.this) {
                if (replaces) {
                    entries.values()
                            .removeIf(entry ->
                                    entry.isPending(kind) && entry.row.owner().equals(owner));
                }
                for (byte[] payload : all) {
                    RowId id = new RowId(++lastId);
                    entries.put(id, new Entry(new OutboxRow(id, owner, kind, payload)));
                }
                return all.size();
            }
        }
    }

    private final class Admin implements OutboxAdmin, DeadLetters, OverrideStore {

        @Override
        public OutboxStatus status() {
            synchronized (MapOutbox.this) {
                SortedMap<BatchKind, Counts> counts = new TreeMap<>();
                Set<RowId> claimed = claims.values().stream()
                        .flatMap(claim -> claim.rows().stream())
                        .collect(Collectors.toSet());
                for (Entry entry : entries.values()) {
                    boolean isClaimed = entry.state == State.PENDING && claimed.contains(entry.row.id());
                    Counts one = new Counts(
                            entry.state == State.PENDING ? 1 : 0,
                            isClaimed ? 1 : 0,
                            entry.state == State.SENT ? 1 : 0,
                            entry.state == State.DEAD ? 1 : 0);
                    counts.merge(entry.row.kind(), one, Counts::plus);
                }
                return new OutboxStatus(counts, lastSuccess, failures, lastError);
            }
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public OutboxBalance balance() {
            synchronized (MapOutbox.this) {
                Counts total = status().total();
                return OutboxBalance.of(lastId, total.pending(), total.sent(), purged, total.deadLettered());
            }
        }

        @Override
        public DeadLetters deadLetters() {
            return this;
        }

        @Override
        public OverrideStore overrides() {
            return this;
        }

        @Override
        public boolean isForeign() {
            return false;
        }

        @Override
        public void markSent(Instant now) {
            synchronized (MapOutbox.this) {
                for (Entry entry : entries.values()) {
                    if (entry.state == State.SENT
                            && entry.markedSent
                                    .filter(mark -> !mark.isAfter(now))
                                    .isEmpty()) {
                        entry.markedSent = Optional.of(now);
                    }
                }
            }
        }

        @Override
        public PurgeResult purgeSent(Instant sentBefore, int maxRows) {
            if (maxRows < 1) {
                throw new IllegalArgumentException("maxRows is not positive: " + maxRows);
            }
            synchronized (MapOutbox.this) {
                List<Entry> old = entries.values().stream()
                        .filter(entry -> entry.markedSent
                                .filter(mark -> mark.isBefore(sentBefore))
                                .isPresent())
                        .toList();
                long removed = Math.min(maxRows, old.size());
                old.stream().limit(removed).forEach(entry -> entries.remove(entry.row.id()));
                purged += removed;
                return new PurgeResult(removed, removed == old.size());
            }
        }

        @Override
        public long trim() {
            return 0;
        }

        @Override
        public List<DeadLetter> list(RowId after, int limit) {
            synchronized (MapOutbox.this) {
                return entries.tailMap(after, false).values().stream()
                        .flatMap(entry -> entry.letter.stream())
                        .limit(limit)
                        .toList();
            }
        }

        @Override
        public Optional<DeadLetter> find(RowId row) {
            synchronized (MapOutbox.this) {
                return Optional.ofNullable(entries.get(row)).flatMap(entry -> entry.letter);
            }
        }

        @Override
        public Optional<byte[]> payload(RowId row, int maxBytes) {
            synchronized (MapOutbox.this) {
                return find(row)
                        .map(letter -> entries.get(row).row.payload())
                        .map(payload -> Arrays.copyOf(payload, Math.min(maxBytes, payload.length)));
            }
        }

        @Override
        public Set<RowId> retry(List<RowId> rows) {
            return allOrNone(rows, entry -> {
                entry.letter = Optional.empty();
                entry.become(State.PENDING);
            });
        }

        @Override
        public long retryAll() {
            synchronized (MapOutbox.this) {
                List<RowId> all = list(RowId.BEFORE_ALL, Integer.MAX_VALUE).stream()
                        .map(letter -> letter.refusal().row())
                        .toList();
                retry(all);
                return all.size();
            }
        }

        @Override
        public Set<RowId> discard(List<RowId> rows) {
            return allOrNone(rows, entry -> entries.remove(entry.row.id()));
        }

        private Set<RowId> allOrNone(List<RowId> rows, Consumer<Entry> action) {
            synchronized (MapOutbox.this) {
                Set<RowId> notDead =
                        rows.stream().filter(row -> find(row).isEmpty()).collect(Collectors.toSet());
                if (notDead.isEmpty()) {
                    rows.stream().distinct().map(entries::get).forEach(action);
                }
                return notDead;
            }
        }

        @Override
        public Optional<Kept> find(Destination destination) {
            synchronized (MapOutbox.this) {
                return Optional.ofNullable(overrides.get(destination));
            }
        }

        @Override
        public void keep(Destination destination, ServerOverrides said, Instant now) {
            synchronized (MapOutbox.this) {
                overrides = said.isEmpty() ? Map.of() : Map.of(destination, new Kept(said, now));
            }
        }
    }
}
