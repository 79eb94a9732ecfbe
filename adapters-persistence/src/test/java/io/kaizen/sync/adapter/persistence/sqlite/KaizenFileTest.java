package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
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
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that kaizen made: we work in them, and leave what is kaizen's as it is. */
class KaizenFileTest {

    private static final RowId END = new RowId(Long.MAX_VALUE);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String SCHEMA_OF_KAIZEN =
            "select type, name, tbl_name, sql from sqlite_master where name not like 'outbox%' and tbl_name not like 'outbox%'"
                    + " order by name";

    @TempDir
    Path folder;

    @Test
    void kaizensTablesStayAsTheyAreWhileItsRowsAreSent() throws Exception {
        Path file = sample();
        List<String> schema = TestFiles.query(file, SCHEMA_OF_KAIZEN);
        List<String> columns = TestFiles.query(file, "select * from pragma_table_info('sync_outbox')");
        List<String> sentBefore = TestFiles.query(file, "select * from sync_outbox where sent = 1 order by id");
        List<String> others = otherTables(file);

        int sent = sendEverything(file);

        assertThat(sent).isEqualTo(567);
        assertThat(TestFiles.query(file, SCHEMA_OF_KAIZEN)).isEqualTo(schema);
        assertThat(TestFiles.query(file, "select * from pragma_table_info('sync_outbox')"))
                .isEqualTo(columns);
        assertThat(TestFiles.query(file, "select * from sync_outbox where id <= 40 order by id"))
                .isEqualTo(sentBefore);
        assertThat(otherTables(file)).isEqualTo(others);
        assertThat(TestFiles.query(file, "select sent, count(*) from sync_outbox group by sent"))
                .containsExactly("1|607");
        assertThat(TestFiles.query(file, "pragma integrity_check")).containsExactly("ok");
        assertThat(TestFiles.query(file, "pragma user_version")).containsExactly("0");
        assertThat(TestFiles.query(file, "select version, type from outbox_schema_history order by installed_rank"))
                .containsExactly("0|BASELINE", "1|SQL", "2|SQL", "3|SQL", "4|SQL", "5|SQL", "6|SQL");
    }

    @Test
    void aRowThatDiesAndIsRetriedIsAsKaizenWroteIt() throws Exception {
        Path file = sample();
        List<String> schema = TestFiles.query(file, SCHEMA_OF_KAIZEN);
        List<String> rows = TestFiles.query(file, "select * from sync_outbox order by id");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            LaneHead head = store.backlog(store.bound()).lanes().get(0);

            deadLetter(store, head.lane().kind(), head.oldest());

            assertThat(TestFiles.query(file, "select count(*) from sync_outbox where id = " + head.oldest()))
                    .containsExactly("0");
            assertThat(new SqliteDeadLetters(database).retryAll()).isEqualTo(1);
        }
        assertThat(TestFiles.query(file, "select * from sync_outbox order by id"))
                .isEqualTo(rows);
        assertThat(TestFiles.query(file, SCHEMA_OF_KAIZEN)).isEqualTo(schema);
    }

    @Test
    void inAFileWithoutKindsRowsDieAndAreRetriedAsEvents() throws Exception {
        Path file = oldFile(3);
        List<String> rows = TestFiles.query(file, "select * from sync_outbox order by id");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            SqliteDeadLetters letters = new SqliteDeadLetters(database);

            deadLetter(store, BatchKind.EVENTS, new RowId(2));

            assertThat(letters.find(new RowId(2))).map(DeadLetter::kind).contains(BatchKind.EVENTS);
            assertThat(new SqliteOutboxAdmin(database).status().total()).isEqualTo(new Counts(2, 0, 0, 1));
            assertThat(letters.retry(List.of(new RowId(2)))).isEmpty();
        }
        assertThat(TestFiles.query(file, "select * from sync_outbox order by id"))
                .isEqualTo(rows);
    }

    @Test
    void inAFileWithoutKindsNoOtherRowBecomesAnEvent() throws Exception {
        Path file = oldFile(1);
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.execute(
                    file, "insert into outbox_dead_letter values (9, 'tool_spans', 's', 'rejected', '', 1, 0, '{}')");
            SqliteDeadLetters letters = new SqliteDeadLetters(database);

            assertThatThrownBy(() -> letters.retry(List.of(new RowId(9))))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("old kaizen")
                    .hasMessageContaining("tool_spans");
            assertThat(letters.find(new RowId(9))).isPresent();
        }
    }

    @Test
    void itsRowsAreCountedByKind() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(sample())) {
            OutboxStatus status = new SqliteOutboxAdmin(database).status();

            assertThat(status.byKind().get(BatchKind.EVENTS)).isEqualTo(new Counts(373, 0, 27, 0));
            assertThat(status.byKind().get(BatchKind.SESSION_FEEDBACK)).isEqualTo(new Counts(18, 0, 2, 0));
            assertThat(status.total()).isEqualTo(new Counts(567, 0, 40, 0));
            assertThat(status.lastSuccess()).contains(Instant.ofEpochMilli(1_760_000_000_000L));
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
        }
    }

    @Test
    void rowsThatKaizenSentMeanwhileAreNotCountedAsOurs() throws Exception {
        Path file = sample();
        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            Lane lane = Lane.of(BatchKind.EVENTS);
            LaneLease lease = ((LaneGrant.Granted) store.openLane(lane, Duration.ofSeconds(60))).lease();
            List<OutboxRow> page = store.page(new PageRequest(
                    Lane.of(BatchKind.EVENTS), store.bound(), Optional.empty(), 3, 100_000, Long.MAX_VALUE));
            Claim claim = claimOf(lane, page);
            store.claim(lease, claim, Duration.ofSeconds(60));

            TestFiles.execute(
                    file,
                    "update sync_outbox set sent = 1 where id = " + page.get(1).id());

            assertThat(Settling.settle(store, lease, new Sent(claim, NOW))).isEqualTo(new Settled(2, 1));
        }
    }

    @Test
    void inAFileWithoutKindsAllRowsAreEvents() throws Exception {
        Path file = oldFile(3);

        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            assertThat(store.backlog(store.bound()).lanes())
                    .containsExactly(new LaneHead(Lane.of(BatchKind.EVENTS), new RowId(1)));
            PageRequest first = new PageRequest(
                    Lane.of(BatchKind.EVENTS), store.bound(), Optional.empty(), 10, Long.MAX_VALUE, Long.MAX_VALUE);
            assertThat(store.page(first)).extracting(OutboxRow::id).endsWith(new RowId(3));
            assertThat(store.rows(claimOf(Lane.of(BatchKind.TOOL_SPANS), store.page(first))))
                    .isEmpty();
            TestFiles.append(database, BatchKind.EVENTS, 2);
            assertThat(new SqliteOutboxAdmin(database).status().byKind())
                    .containsOnlyKeys(BatchKind.EVENTS)
                    .containsValue(new Counts(5, 0, 0, 0));
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
        }
        assertThat(sendEverything(file)).isEqualTo(5);
        assertThat(TestFiles.query(file, "select name from pragma_table_info('sync_outbox')"))
                .containsExactly("id", "session_id", "payload", "sent");
    }

    @Test
    void aFileWithoutKindsTakesNoOtherKind() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(oldFile(1))) {
            assertThatThrownBy(() -> TestFiles.append(database, BatchKind.TOOL_SPANS, 1))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("old kaizen")
                    .hasMessageContaining("tool_spans");
            assertThat(TestFiles.countPending(database)).isEqualTo(1);
        }
    }

    @Test
    void kindsThatKaizenAddsWhileWeRunAreSeen() throws Exception {
        Path file = oldFile(2);

        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            assertThat(indexes(file)).containsExactly("outbox_pending_without_kind");

            TestFiles.execute(
                    file,
                    "alter table sync_outbox add column kind text not null default 'events'",
                    "insert into sync_outbox (session_id, payload, kind) values ('s', '{}', 'tool_spans')");

            assertThat(store.backlog(store.bound()).lanes())
                    .containsExactly(
                            new LaneHead(Lane.of(BatchKind.EVENTS), new RowId(1)),
                            new LaneHead(Lane.of(BatchKind.TOOL_SPANS), new RowId(3)));
            TestFiles.append(database, BatchKind.REPO_SNAPSHOTS, 1);
            assertThat(indexes(file)).containsExactly("outbox_pending_by_kind");
        }
    }

    private static void deadLetter(OutboxStore store, BatchKind kind, RowId row) {
        LaneLease lease = ((LaneGrant.Granted) store.openLane(Lane.of(kind), Duration.ofSeconds(60))).lease();
        Refusal refusal = new Refusal(row, PoisonReason.REJECTED, "refused", 1);
        assertThat(Settling.settle(store, lease, new Dead(List.of(refusal), NOW))
                        .rows())
                .isEqualTo(1);
    }

    private Path sample() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (InputStream sample = KaizenFileTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, file);
        }
        return file;
    }

    private Path oldFile(int rows) throws SQLException {
        Path file = folder.resolve("old.db");
        TestFiles.makeWithoutKinds(file, rows);
        return file;
    }

    private static List<String> indexes(Path file) throws SQLException {
        return TestFiles.query(file, "select name from sqlite_master where name like 'outbox_pending%'");
    }

    private static List<String> otherTables(Path file) throws SQLException {
        List<String> rows = new ArrayList<>(TestFiles.query(file, "select * from sessions order by id"));
        rows.addAll(TestFiles.query(file, "select * from events order by id"));
        return rows;
    }

    /** What a flush does, with a server that takes everything. */
    private static int sendEverything(Path file) {
        int sent = 0;
        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            for (LaneHead head : store.backlog(store.bound()).lanes()) {
                Lane lane = head.lane();
                LaneLease lease = ((LaneGrant.Granted) store.openLane(lane, Duration.ofSeconds(60))).lease();
                List<OutboxRow> page = store.page(
                        new PageRequest(head.lane(), store.bound(), Optional.empty(), 50, 100_000, Long.MAX_VALUE));
                while (!page.isEmpty()) {
                    Claim claim = claimOf(lane, page);
                    assertThat(store.claim(lease, claim, Duration.ofSeconds(60)).isClaimed())
                            .isTrue();
                    sent += Settling.settle(store, lease, new Sent(claim, NOW)).rows();
                    page = store.page(new PageRequest(
                            head.lane(), store.bound(), Optional.of(claim.firstRow()), 50, 100_000, Long.MAX_VALUE));
                }
                store.closeLane(lease);
            }
        }
        return sent;
    }

    private static Claim claimOf(Lane lane, List<OutboxRow> rows) {
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
