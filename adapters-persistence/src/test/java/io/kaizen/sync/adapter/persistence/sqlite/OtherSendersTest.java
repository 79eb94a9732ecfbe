package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.LaneGrant.Granted;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kaizen whose own sync is on leaves traces; kaizen's other work, and our own, must not be taken for them. */
class OtherSendersTest {

    private static final Lane EVENTS = Lane.of(BatchKind.EVENTS);
    private static final Lane SPANS = Lane.of(BatchKind.TOOL_SPANS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final String SUCCESS_OF_KAIZEN =
            "insert into sync_state (k, v) values ('last_success_ms', '1767322800000')"
                    + " on conflict (k) do update set v = excluded.v";

    @TempDir
    Path folder;

    private Path file;
    private SqliteDatabase database;
    private OutboxStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("kaizen.db");
        database = SqliteDatabase.open(file);
        store = new SqliteOutboxStore(database);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void rowsOfAClaimThatAnotherMarkedAreToldFromThoseThatWereReplaced() throws Exception {
        TestFiles.append(database, BatchKind.EVENTS, 5);
        LaneLease lease = granted(store, EVENTS).lease();
        Claim claim = claimAll(lease);

        TestFiles.execute(
                file,
                "update sync_outbox set sent = 1 where id in (2, 4)",
                "delete from sync_outbox where id = 3",
                "insert into sync_outbox (session_id, payload) values ('owner', '{}')");

        assertThat(Settling.settle(store, lease, new Sent(claim, NOW))).isEqualTo(new Settled(2, 2));
    }

    @Test
    void aSuccessWhileWeRestIsAnothers() throws Exception {
        flush(store);

        TestFiles.execute(file, SUCCESS_OF_KAIZEN);

        assertThat(granted(store, EVENTS).othersSent()).isTrue();
    }

    @Test
    void itIsSaidOnceForEachSuccess() throws Exception {
        flush(store);
        TestFiles.execute(file, SUCCESS_OF_KAIZEN);
        granted(store, EVENTS);

        assertThat(granted(store, SPANS).othersSent()).isFalse();
    }

    @Test
    void whereNothingHappenedWhileWeRestedThereIsNobody() {
        flush(store);

        assertThat(granted(store, EVENTS).othersSent()).isFalse();
    }

    /** Who changes from kaizen's sync to ours, and back, and to ours again does nothing wrong. */
    @Test
    void aSuccessBeforeOurFirstFlushIsNobodysBusiness() throws Exception {
        TestFiles.execute(file, SUCCESS_OF_KAIZEN);

        assertThat(granted(store, EVENTS).othersSent()).isFalse();
    }

    @Test
    void aSuccessOfAnotherOfOurProcessesIsNotTakenForAKaizens() {
        flush(store);

        try (OutboxStore second = new SqliteOutboxStore(database)) {
            flush(second, NOW.plusSeconds(1));
        }

        assertThat(granted(store, EVENTS).othersSent()).isFalse();
    }

    @Test
    void norIsOneOfAProcessThatWasAtWorkWhenWeCameToRest() {
        try (OutboxStore second = new SqliteOutboxStore(database)) {
            TestFiles.append(database, BatchKind.TOOL_SPANS, 1);
            LaneLease spans = granted(second, SPANS).lease();
            Claim claim = claimAll(second, spans);
            flush(store);

            Settling.settle(second, spans, new Sent(claim, NOW.plusSeconds(1)));
            second.closeLane(spans);

            assertThat(granted(store, EVENTS).othersSent()).isFalse();
        }
    }

    @Test
    void norIsOneOfOurOwnUnderALaneThatIsStillOpen() {
        TestFiles.append(database, BatchKind.TOOL_SPANS, 1);
        LaneLease spans = granted(store, SPANS).lease();
        Claim claim = claimAll(spans);
        store.closeLane(granted(store, EVENTS).lease());

        Settling.settle(store, spans, new Sent(claim, NOW));

        assertThat(granted(store, EVENTS).othersSent()).isFalse();
    }

    /** One that was killed and whose lane nobody has wanted since must not blind us for ever. */
    @Test
    void aDeadHolderIsNotAtWork() throws Exception {
        TestFiles.execute(
                file,
                "insert into outbox_lane (kind, lane, holder, epoch, lease_until_ms)"
                        + " values ('tool_spans', 0, '1-00000000-0000-0000-0000-000000000000', 1, 9e12)");
        flush(store);

        TestFiles.execute(file, SUCCESS_OF_KAIZEN);

        assertThat(granted(store, EVENTS).othersSent()).isTrue();
    }

    @Test
    void verifyNamesItWhereAClaimHoldsSentRows() throws SQLException {
        TestFiles.append(database, BatchKind.EVENTS, 2);
        claimAll(granted(store, EVENTS).lease());

        TestFiles.execute(file, "update sync_outbox set sent = 1 where id = 1");

        assertThat(new SqliteOutboxAdmin(database).problems())
                .singleElement()
                .asString()
                .endsWith(
                        "holds 1 rows that are sent already: another program marks rows as sent (a kaizen whose own sync"
                                + " is on?)");
    }

    private void flush(OutboxStore by) {
        flush(by, NOW);
    }

    private void flush(OutboxStore by, Instant now) {
        TestFiles.append(database, BatchKind.EVENTS, 1);
        LaneLease lease = granted(by, EVENTS).lease();
        Settling.settle(by, lease, new Sent(claimAll(by, lease), now));
        by.closeLane(lease);
    }

    private static Granted granted(OutboxStore to, Lane lane) {
        return (Granted) to.openLane(lane, LEASE);
    }

    private Claim claimAll(LaneLease lease) {
        return claimAll(store, lease);
    }

    private static Claim claimAll(OutboxStore by, LaneLease lease) {
        Lane lane = lease.lane();
        List<RowId> rows =
                by.page(new PageRequest(lane, by.bound(), Optional.empty(), 100, 100_000, Long.MAX_VALUE)).stream()
                        .map(OutboxRow::id)
                        .toList();
        Claim claim = new Claim(
                lane,
                new IdempotencyKey(UUID.randomUUID()),
                Claim.State.SENDING,
                rows,
                new BodyDigest("0"),
                new BatchEnvelope("team", "hash", Optional.empty()),
                new Destination("https://ingest.example", "team"));
        assertThat(by.claim(lease, claim, LEASE).isClaimed()).isTrue();
        return claim;
    }
}
