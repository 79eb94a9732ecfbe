package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.testkit.OverrideStoreContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOverrideStoreTest extends OverrideStoreContract {

    private static final ServerOverrides HALF =
            new ServerOverrides(Map.of(Overridable.SAMPLE_RATE, BigDecimal.valueOf(0.5)));

    @TempDir
    Path folder;

    private SqliteDatabase database;

    @Override
    protected OverrideStore newStore() {
        database = SqliteDatabase.open(folder.resolve("kaizen.db"));
        return new SqliteOverrideStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anotherProcessFindsWhatWasSaid() {
        new SqliteOverrideStore(database).keep(HERE, HALF, NOW);

        try (SqliteDatabase other = SqliteDatabase.open(folder.resolve("kaizen.db"))) {
            assertThat(new SqliteOverrideStore(other).find(HERE)).contains(new OverrideStore.Kept(HALF, NOW));
        }
    }

    @Test
    void whatMakesNoSenseInTheFileDoesNotCount() throws SQLException {
        new SqliteOverrideStore(database).keep(HERE, HALF, NOW);
        insert("max_body_bytes", "many");
        insert("flush_interval_ms", "-1");
        insert("events_per_batch_max", "1E999999999");
        insert("a_key_of_tomorrow", "1");

        assertThat(new SqliteOverrideStore(database).find(HERE)).contains(new OverrideStore.Kept(HALF, NOW));
    }

    @Test
    void b11_whatAnEarlierVersionKeptOutOfRangeDoesNotCount() throws SQLException {
        new SqliteOverrideStore(database).keep(HERE, HALF, NOW);
        insert("events_per_batch_max", "2147483647");
        insert("max_body_bytes", "2147483647");

        assertThat(new SqliteOverrideStore(database).find(HERE)).contains(new OverrideStore.Kept(HALF, NOW));
    }

    private void insert(String name, String said) throws SQLException {
        TestFiles.execute(
                folder.resolve("kaizen.db"),
                "insert into outbox_server_override values ('" + HERE.endpoint() + "', '" + HERE.teamId() + "', '"
                        + name + "', '" + said + "', " + NOW.toEpochMilli() + ")");
    }
}
