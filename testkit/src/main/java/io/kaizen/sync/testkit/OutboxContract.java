package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the contracts of the outbox's ports have in common: a fresh outbox per test, and words to speak about it. */
abstract class OutboxContract {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final Duration LEASE = Duration.ofMinutes(2);
    static final Instant LEASE_END = NOW.plus(LEASE);
    static final Lane EVENTS = Lane.of(BatchKind.EVENTS);
    static final OwnerId OWNER = new OwnerId("session-1");

    private static final BatchEnvelope ENVELOPE = new BatchEnvelope("team", "blake3:00", Optional.of("widget"));
    private static final Destination DESTINATION = new Destination("https://ingest.example", "team");

    /** By which leases end. Begins at {@link #NOW}. */
    final MovableClock clock = new MovableClock(NOW);

    OutboxUnderTest outbox;
    OutboxStore store;
    RowQueue queue;

    /** All that lasts from one process to the next. */
    @TempDir
    Path folder;

    /**
     * The outbox that is stored in {@code folder}, in objects that are all new: empty where the folder is. The contract closes it and asks
     * again, to see that what must last is stored and not remembered.
     *
     * @param clock by which leases end
     */
    protected abstract OutboxUnderTest openOutbox(Path folder, InstantSource clock) throws Exception;

    @BeforeEach
    void openOutbox() throws Exception {
        outbox = openOutbox(folder, clock);
        openEnds();
    }

    @AfterEach
    void closeOutbox() {
        store.close();
        outbox.close();
    }

    /** All processes die; the ends are those of a new one. */
    void restart() {
        outbox.close();
        try {
            openOutbox();
        } catch (Exception failure) {
            throw new AssertionError("the outbox in " + folder + " cannot be opened again", failure);
        }
    }

    private void openEnds() {
        store = outbox.newStore();
        queue = outbox.queue();
    }

    /** Appends rows, whose payloads are as told, and returns their ids. */
    List<RowId> append(BatchKind kind, String... payloads) {
        Set<RowId> before = Set.copyOf(pending(kind));
        queue.append(kind, OWNER, Stream.of(payloads).map(OutboxContract::bytes).iterator());
        return pending(kind).stream().filter(row -> !before.contains(row)).toList();
    }

    /** Appends that many events. */
    List<RowId> appendEvents(int count) {
        return append(
                BatchKind.EVENTS,
                IntStream.range(0, count).mapToObj(i -> "{\"n\":" + i + "}").toArray(String[]::new));
    }

    List<RowId> pending(BatchKind kind) {
        return ids(page(kind));
    }

    /** All pending rows of a kind. */
    List<OutboxRow> page(BatchKind kind) {
        return store.page(new PageRequest(
                Lane.of(kind), store.bound(), Optional.empty(), 10_000, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Lanes with something to send, and the oldest row of each. */
    List<LaneHead> heads() {
        return store.backlog(store.bound()).lanes();
    }

    long countPending() {
        return store.backlog(store.bound()).pending().rows();
    }

    /** Lanes in which a claim waits to be settled. */
    List<Lane> lanesWithClaims() {
        return heads().stream()
                .filter(head -> head.oldest().equals(RowId.BEFORE_ALL))
                .map(LaneHead::lane)
                .toList();
    }

    /** Settles at the holder that the test has, and completes it. */
    Settled settle(LaneLease lease, Settlement settlement) {
        return Settling.settle(store, lease, settlement);
    }

    LaneLease open(OutboxStore holder, Lane lane) {
        return granted(holder.openLane(lane, LEASE)).lease();
    }

    static LaneGrant.Granted granted(LaneGrant grant) {
        assertThat(grant).isInstanceOf(LaneGrant.Granted.class);
        return (LaneGrant.Granted) grant;
    }

    static Claim claimOf(List<RowId> rows) {
        return claimOf(EVENTS, rows);
    }

    static Claim claimOf(Lane lane, List<RowId> rows) {
        IdempotencyKey key = new IdempotencyKey(new UUID(7, rows.get(0).value()));
        return new Claim(lane, key, Claim.State.SENDING, rows, new BodyDigest("0".repeat(64)), ENVELOPE, DESTINATION);
    }

    /** That the server refused a row alone. */
    static Refusal refusal(RowId row) {
        return new Refusal(row, PoisonReason.REJECTED, "refused row " + row, 1);
    }

    /** Rows of all kinds by state. */
    Counts counts() {
        return outbox.admin().status().total();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(OutboxRow row) {
        return new String(row.payload(), StandardCharsets.UTF_8);
    }

    static List<RowId> ids(List<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::id).toList();
    }
}
