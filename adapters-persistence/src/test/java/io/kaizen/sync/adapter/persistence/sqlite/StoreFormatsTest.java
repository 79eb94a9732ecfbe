package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.flyway.core.Flyway;
import io.kaizen.sync.testkit.Settling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older version has written, or a backup brings back. */
class StoreFormatsTest {

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final RowId END = new RowId(Long.MAX_VALUE);
    private static final Instant NOW = TestFlush.NOW;

    @TempDir
    Path folder;

    @Test
    void f91_f138_aClaimOfTheFirstVersionGoesOutUnderItsKeyAfterTheUpgrade() throws Exception {
        Path file = folder.resolve("kaizen.db");
        migrateTo("1", file);
        TestFiles.execute(
                file,
                "insert into sync_outbox (session_id, kind, payload) values ('s', 'events', '{}'), ('s', 'events', '{}')",
                "insert into outbox_lane values ('events', 0, '1-00000000-0000-4000-8000-000000000000', 7, 0)",
                "insert into outbox_claim values ('events', 0, 1, '018c2b5e-0000-7000-8000-000000000001', 'accepted',"
                        + " '[1,2]', 'digest', 'team', 'hash', 'widget', 'https://ingest.example', 'team')");

        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
            LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(60));

            assertThat(granted.lease().epoch()).isEqualTo(8);
            Claim claim = granted.claims().get(0);
            assertThat(claim.key()).hasToString("018c2b5e-0000-7000-8000-000000000001");
            assertThat(claim.state()).isEqualTo(Claim.State.ACCEPTED);
            assertThat(claim.rows()).containsExactly(new RowId(1), new RowId(2));
            assertThat(claim.envelope().projectName()).contains("widget");
            assertThat(Settling.settle(store, granted.lease(), new Sent(claim, NOW))
                            .rows())
                    .isEqualTo(2);
            assertThat(new SqliteOutboxAdmin(database).isForeign()).isFalse();
        }
    }

    @Test
    void f140_aRestoredBackupSendsTheSameRowsAgainAndWhatWasOnItsWayUnderTheSameKey() throws Exception {
        Path file = folder.resolve("kaizen.db");
        Path backup = folder.resolve("backup.db");
        TestFlush server = new TestFlush(2);
        Set<RowId> claimed;
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 5);
            try (OutboxStore store = new SqliteOutboxStore(database)) {
                LaneLease lease = ((LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(60))).lease();
                List<OutboxRow> page = store.page(new PageRequest(
                        Lane.of(BatchKind.EVENTS), store.bound(), Optional.empty(), 2, Long.MAX_VALUE, Long.MAX_VALUE));
                Claim claim = TestFlush.claimOf(LANE, page);
                store.claim(lease, claim, Duration.ofSeconds(60));
                claimed = Set.copyOf(claim.rows());
            }
        }
        Files.copy(file, backup);
        List<String> rows = TestFiles.query(backup, "select id, payload from sync_outbox order by id");
        flush(file, server);
        assertThat(server.doubled()).isEmpty();

        Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
        flush(file, server);

        assertThat(server.doubled())
                .as("known to the server as events it has, not by their key")
                .isEqualTo(Set.of(new RowId(3), new RowId(4), new RowId(5)))
                .doesNotContainAnyElementsOf(claimed);
        assertThat(TestFiles.query(file, "select id, payload from sync_outbox order by id"))
                .isEqualTo(rows);
    }

    private static void flush(Path file, TestFlush server) {
        try (SqliteDatabase database = SqliteDatabase.open(file);
                OutboxStore store = new SqliteOutboxStore(database)) {
            server.run(store);
        }
    }

    private static void migrateTo(String version, Path file) throws Exception {
        Files.createFile(file);
        Flyway.configure(StoreFormatsTest.class.getClassLoader())
                .dataSource(new SqliteConnections(file).dataSource())
                .locations(OutboxMigrations.LOCATION)
                .table("outbox_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(version)
                .placeholders(Map.of("madeBy", "nobody"))
                .load()
                .migrate();
    }
}
