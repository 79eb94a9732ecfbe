package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.flyway.core.Flyway;
import io.kaizen.sync.testkit.Settling;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that earlier versions of this program left behind. */
class MigrationTest {

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    @Test
    void rowsAndClaimsOfVersion1AreThereInTheLatest() throws SQLException {
        Path file = version1();
        List<String> rows = TestFiles.query(file, "select * from sync_outbox order by id");
        List<String> claims = TestFiles.query(file, "select * from outbox_claim");

        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            assertThat(TestFiles.query(file, "select * from sync_outbox order by id"))
                    .isEqualTo(rows);
            assertThat(TestFiles.query(file, "select * from outbox_claim")).isEqualTo(claims);
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();

            LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(60));
            assertThat(granted.lease().epoch()).isEqualTo(8);
            assertThat(granted.claims()).hasSize(1);
            assertThat(granted.suspects()).isEmpty();
            assertThat(granted.acknowledged()).isEmpty();
            Claim claim = granted.claims().get(0);
            assertThat(claim.rows()).containsExactly(new RowId(2), new RowId(3));
            assertThat(Settling.settle(store, granted.lease(), new Sent(claim, NOW))
                            .rows())
                    .isEqualTo(2);
            Refusal refusal = new Refusal(new RowId(4), PoisonReason.MALFORMED, "no json", 0);
            assertThat(Settling.settle(store, granted.lease(), new Dead(List.of(refusal), NOW))
                            .rows())
                    .isEqualTo(1);
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
        }
        assertThat(TestFiles.query(file, "select v from outbox_meta where k = 'schema_version'"))
                .containsExactly(String.valueOf(OutboxMigrations.LATEST));
    }

    @Test
    void theIntakeThatAnEarlierVersionHasBegunIsStillKnown() throws SQLException {
        Path file = version(5);
        TestFiles.execute(
                file,
                "create table outbox_intake (input text primary key, rows_done integer not null)",
                "insert into outbox_intake values ('digest', 500)");

        SqliteDatabase.open(file).close();

        assertThat(TestFiles.query(file, "select input, rows_done from outbox_intake"))
                .containsExactly("digest|500");
        assertThat(TestFiles.query(file, "select v from outbox_meta where k = 'schema_version'"))
                .containsExactly("6");
    }

    @Test
    void theMigrationOfAFileOfKaizensLeavesNoOtherFileBehind() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (InputStream sample = MigrationTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, file);
        }

        SqliteDatabase.open(file).close();

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName())))
                    .contains("migration.lock")
                    .noneMatch(name -> name.contains("rehearsal"));
        }
    }

    @Test
    void everyTableOfOursIsMadeByAMigration() throws SQLException {
        Path migrated = version(OutboxMigrations.LATEST);
        Path used = folder.resolve("used.db");
        try (SqliteDatabase database = SqliteDatabase.open(used)) {
            new SqliteRowQueue(database, PendingLimits.NONE, 1)
                    .append(
                            BatchKind.EVENTS,
                            new OwnerId("s"),
                            Stream.generate(() -> new byte[] {'{', '}'})
                                    .limit(600)
                                    .iterator());
        }

        String tables = "select name from sqlite_master where type = 'table' and name like 'outbox%' order by name";
        assertThat(TestFiles.query(used, tables)).isEqualTo(TestFiles.query(migrated, tables));
    }

    private Path version1() throws SQLException {
        Path file = version(1);
        TestFiles.execute(
                file,
                "insert into sync_outbox (session_id, kind, payload, sent) values"
                        + " ('s', 'events', '{\"n\":1}', 1), ('s', 'events', '{\"n\":2}', 0),"
                        + " ('s', 'events', '{\"n\":3}', 0), ('s', 'events', 'odd', 0)",
                "insert into outbox_lane values ('events', 0, 'nobody', 7, 0)",
                "insert into outbox_claim values ('events', 0, 2, '00000000-0000-7000-8000-000000000000', 'sending',"
                        + " '[2,3]', 'digest', 'team', 'hash', null, 'https://ingest.example', 'team')");
        assertThat(TestFiles.query(file, "select v from outbox_meta where k = 'schema_version'"))
                .containsExactly("1");
        return file;
    }

    /** A file as that version has left it. */
    private Path version(int version) throws SQLException {
        Path file = folder.resolve("kaizen.db");
        TestFiles.execute(file, "pragma journal_mode = wal");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations(OutboxMigrations.LOCATION)
                .table("outbox_schema_history")
                .placeholders(Map.of("madeBy", "kaizen-sync"))
                .target(String.valueOf(version))
                .load()
                .migrate();
        return file;
    }
}
