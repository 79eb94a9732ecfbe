package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of refused and dead rows stands in the file, and what becomes of it where the file cannot be written. */
class SqlitePoisonTest {

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final RowId FIRST = new RowId(1);
    private static final String ALL_ROWS = "select id, session_id, payload, sent, kind from sync_outbox order by id";

    @TempDir
    Path folder;

    private Path file;
    private SqliteDatabase database;
    private SqliteOutboxStore store;
    private SqliteDeadLetters letters;
    private LaneLease lease;

    @BeforeEach
    void fill() {
        file = folder.resolve("kaizen.db");
        database = SqliteDatabase.open(file);
        TestFiles.append(database, BatchKind.EVENTS, 3);
        store = new SqliteOutboxStore(database);
        letters = new SqliteDeadLetters(database);
        lease = granted().lease();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void f78_aDeadLetterThatCannotBeWrittenLeavesItsRowInTheQueue() throws SQLException {
        TestFiles.execute(
                file,
                "create trigger outbox_test before insert on outbox_dead_letter when new.row_id = 2"
                        + " begin select raise(abort, 'no'); end");

        assertThatThrownBy(() -> deadLetter(1, 2, 3)).isInstanceOf(OutboxStoreException.class);

        assertNothingDied();
    }

    @Test
    void f78_aRowThatCannotBeTakenOutOfTheQueueIsNotDead() throws SQLException {
        TestFiles.execute(
                file,
                "create trigger outbox_test before delete on sync_outbox when old.id = 2"
                        + " begin select raise(abort, 'no'); end");

        assertThatThrownBy(() -> deadLetter(1, 2, 3)).isInstanceOf(OutboxStoreException.class);

        assertNothingDied();
    }

    @Test
    void f78_onAFullDiskRowsStayInTheQueue() throws SQLException {
        TestFiles.execute(file, "update sync_outbox set payload = hex(zeroblob(100000)) where id = 2");
        database.read(session -> session.sql().fetch("pragma max_page_count = 1"));

        assertThatThrownBy(() -> deadLetter(1, 2, 3))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("the disk is full");

        database.read(session -> session.sql().fetch("pragma max_page_count = 1000000"));
        assertNothingDied();
        assertThat(deadLetter(1, 2, 3)).isEqualTo(3);
    }

    @Test
    void f78_aRowThatCannotBePutBackStaysDead() throws SQLException {
        deadLetter(1, 2);
        TestFiles.execute(
                file,
                "create trigger outbox_test before insert on sync_outbox when new.id = 2"
                        + " begin select raise(abort, 'no'); end");

        assertThatThrownBy(() -> letters.retry(List.of(FIRST, new RowId(2)))).isInstanceOf(OutboxStoreException.class);
        assertThatThrownBy(letters::retryAll).isInstanceOf(OutboxStoreException.class);

        assertThat(counts()).isEqualTo(new Counts(1, 0, 0, 2));
    }

    @Test
    void textStaysTextAndABlobStaysABlob() throws SQLException {
        String types = "select typeof(payload), hex(payload) from ";
        TestFiles.execute(file, "update sync_outbox set payload = x'00ff' where id = 1");
        List<String> rows = TestFiles.query(file, ALL_ROWS);
        List<String> before = TestFiles.query(file, types + "sync_outbox order by id");
        assertThat(before).first().isEqualTo("blob|00FF");

        deadLetter(1, 2, 3);
        assertThat(TestFiles.query(file, types + "outbox_dead_letter order by row_id"))
                .isEqualTo(before);

        letters.retryAll();
        assertThat(TestFiles.query(file, types + "sync_outbox order by id")).isEqualTo(before);
        assertThat(TestFiles.query(file, ALL_ROWS)).isEqualTo(rows);
    }

    @Test
    void whatIsCommittedLeavesNothingBehind() throws SQLException {
        suspectAndAcknowledge();

        Claim claim = claimed(1);
        Settling.settle(store, lease, new Sent(claim, NOW));

        assertNothingIsRemembered();
    }

    @Test
    void whatIsDiscardedLeavesNothingBehind() throws SQLException {
        suspectAndAcknowledge();
        deadLetter(1);
        assertThat(TestFiles.query(file, "select row_id from outbox_exporter_ack"))
                .containsExactly("1", "1");

        letters.discard(List.of(FIRST));

        assertNothingIsRemembered();
        assertThat(TestFiles.query(file, "select count(*) from outbox_dead_letter"))
                .containsExactly("0");
    }

    @Test
    void whatKaizenSentOrReplacedIsForgottenByTheNextHolder() throws SQLException {
        suspectAndAcknowledge();
        Settling.settle(store, lease, new Taken("file", List.of(new RowId(2))));
        TestFiles.execute(file, "update sync_outbox set sent = 1 where id = 1", "delete from sync_outbox where id = 2");

        assertThat(granted().acknowledged()).isEmpty();

        assertNothingIsRemembered();
    }

    @Test
    void inAFileWithoutKindsOnlyWhatIsKnownOfEventsIsRemembered() throws SQLException {
        Path old = folder.resolve("old.db");
        TestFiles.makeWithoutKinds(old, 2);
        try (SqliteDatabase withoutKinds = SqliteDatabase.open(old);
                SqliteOutboxStore holder = new SqliteOutboxStore(withoutKinds)) {
            TestFiles.execute(
                    old,
                    "insert into outbox_suspect values (1, 'events', 'rejected', '', 1), (2, 'tool_spans', 'rejected', '', 1)",
                    "insert into outbox_exporter_ack values (1, 'file', 'events'), (2, 'file', 'tool_spans')");

            LaneGrant.Granted spans = granted(holder, Lane.of(BatchKind.TOOL_SPANS));
            LaneGrant.Granted events = granted(holder, LANE);

            assertThat(spans.suspects()).isEmpty();
            assertThat(spans.acknowledged()).isEmpty();
            assertThat(events.suspects()).extracting(Refusal::row).containsExactly(FIRST);
            assertThat(events.acknowledged()).isEqualTo(Map.of("file", Set.of(FIRST)));
            assertThat(TestFiles.query(
                            old, "select row_id from outbox_suspect union all select row_id from outbox_exporter_ack"))
                    .containsExactly("1", "1");
        }
    }

    @Test
    void aRowThatIsDeadAndInTheQueueAtOnceIsNotOverwritten() throws SQLException {
        deadLetter(1);
        TestFiles.execute(file, "insert into sync_outbox (id, session_id, payload) values (1, 's', 'another')");

        assertThatThrownBy(() -> letters.retry(List.of(FIRST))).isInstanceOf(OutboxStoreException.class);
        assertThatThrownBy(() -> deadLetter(1)).isInstanceOf(OutboxStoreException.class);

        assertThat(TestFiles.query(file, "select payload from sync_outbox where id = 1"))
                .containsExactly("another");
        assertThat(letters.payload(FIRST, 100)).contains("{\"n\":0}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aReasonThatIsUnknownIsNamedWithAWordOnWhatToDo() throws SQLException {
        deadLetter(1);
        suspect(2);
        TestFiles.execute(
                file, "update outbox_dead_letter set reason = 'odd'", "update outbox_suspect set reason = 'odd'");

        assertThatThrownBy(() -> letters.find(FIRST))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("row 1 in outbox_dead_letter")
                .hasMessageContaining("\"odd\"")
                .hasMessageContaining("verify");
        assertThatThrownBy(this::granted)
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("row 2 in outbox_suspect");
    }

    private void suspectAndAcknowledge() {
        Settling.settle(store, lease, new Taken("file", List.of(FIRST)));
        Settling.settle(store, lease, new Taken("otlp", List.of(FIRST)));
        suspect(1);
    }

    private void suspect(long row) {
        Settling.settle(store, lease, new Quarantined(claimed(row), refusal(row)));
    }

    private Claim claimed(long row) {
        Claim claim = new Claim(
                LANE,
                new IdempotencyKey(new UUID(1, row)),
                Claim.State.SENDING,
                List.of(new RowId(row)),
                new BodyDigest("0"),
                new BatchEnvelope("team", "hash", Optional.empty()),
                new Destination("https://ingest.example", "team"));
        assertThat(store.claim(lease, claim, Duration.ofSeconds(60)).isClaimed())
                .isTrue();
        return claim;
    }

    private int deadLetter(long... rows) {
        return Settling.settle(
                        store,
                        lease,
                        new Dead(
                                Arrays.stream(rows)
                                        .mapToObj(SqlitePoisonTest::refusal)
                                        .toList(),
                                NOW))
                .rows();
    }

    private LaneGrant.Granted granted() {
        return granted(store, LANE);
    }

    private static LaneGrant.Granted granted(SqliteOutboxStore holder, Lane lane) {
        return (LaneGrant.Granted) holder.openLane(lane, Duration.ofSeconds(60));
    }

    private Counts counts() {
        return new SqliteOutboxAdmin(database).status().total();
    }

    private void assertNothingDied() throws SQLException {
        assertThat(counts()).isEqualTo(new Counts(3, 0, 0, 0));
        assertThat(letters.list(RowId.BEFORE_ALL, 10))
                .extracting(DeadLetter::refusal)
                .isEmpty();
        assertNothingIsRemembered();
    }

    private void assertNothingIsRemembered() throws SQLException {
        assertThat(TestFiles.query(file, "select row_id from outbox_suspect")).isEmpty();
        assertThat(TestFiles.query(file, "select row_id from outbox_exporter_ack"))
                .isEmpty();
    }

    private static Refusal refusal(long row) {
        return new Refusal(new RowId(row), PoisonReason.REJECTED, "refused", 1);
    }
}
