package io.kaizen.sync.adapter.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.StoredRows.Query;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoredRowsTest {

    private static final RowId END = new RowId(Long.MAX_VALUE);

    @TempDir
    private Path folder;

    @Test
    void readsKaizensFileAndLeavesEveryByteOfItAsItIs() throws Exception {
        Path file = kaizens();
        byte[] before = Files.readAllBytes(file);

        List<OutboxRow> all = new ArrayList<>();
        try (SqliteStoredRows rows = SqliteStoredRows.open(file)) {
            assertThat(rows.youngest()).contains(new RowId(607));
            List<OutboxRow> page = rows.page(query(Optional.empty(), true, RowId.BEFORE_ALL, 100));
            while (!page.isEmpty()) {
                all.addAll(page);
                page = rows.page(
                        query(Optional.empty(), true, page.get(page.size() - 1).id(), 100));
            }
        }

        assertThat(all).extracting(row -> row.id().value()).isSorted().hasSize(607);
        assertThat(all.stream().map(OutboxRow::kind).distinct()).hasSize(6);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(TestFiles.query(file, "select name from sqlite_master where name like 'outbox%'"))
                .isEmpty();
    }

    @Test
    void sentRowsAreReadOnlyWhereThatIsAskedFor() throws Exception {
        try (SqliteStoredRows rows = SqliteStoredRows.open(kaizens())) {
            assertThat(rows.page(query(Optional.empty(), true, RowId.BEFORE_ALL, 1_000)))
                    .hasSize(607);
            assertThat(rows.page(query(Optional.empty(), false, RowId.BEFORE_ALL, 1_000)))
                    .hasSize(567)
                    .allMatch(row -> row.id().value() > 40);
        }
    }

    @Test
    void readsOneKindBetweenTwoIds() throws Exception {
        Path file = ours();

        try (SqliteStoredRows rows = SqliteStoredRows.open(file)) {
            List<OutboxRow> page = rows.page(
                    new Query(Optional.of(BatchKind.EVENTS), true, new RowId(1), new RowId(4), 10, 1_000, 1_000));
            assertThat(page).extracting(row -> row.id().value()).containsExactly(2L, 3L);
            assertThat(new String(page.get(0).payload(), UTF_8)).isEqualTo("{\"n\":1}");
        }
    }

    /** A connection that could write would move it into the database when it is closed as the last one. */
    @Test
    void whatIsInTheLogIsReadAndLeftThere() throws Exception {
        Path file = ours();
        Path copy = folder.resolve("copy.db");
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = writer.createStatement()) {
            statement.execute("insert into sync_outbox (session_id, payload) values ('o', '{}')");
            Files.copy(file, copy);
            Files.copy(folder.resolve("ours.db-wal"), folder.resolve("copy.db-wal"));
        }
        byte[] before = Files.readAllBytes(copy);
        byte[] log = Files.readAllBytes(folder.resolve("copy.db-wal"));

        try (SqliteStoredRows rows = SqliteStoredRows.open(copy)) {
            assertThat(rows.youngest()).contains(new RowId(6));
        }

        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThat(Files.readAllBytes(folder.resolve("copy.db-wal"))).isEqualTo(log);
    }

    @Test
    void othersMayWriteAllTheWhile() throws Exception {
        Path file = ours();
        try (SqliteStoredRows rows = SqliteStoredRows.open(file)) {
            rows.page(query(Optional.empty(), true, RowId.BEFORE_ALL, 2));
            TestFiles.execute(file, "insert into sync_outbox (session_id, payload) values ('o', '{}')");
            assertThat(rows.youngest()).contains(new RowId(6));
        }
    }

    @Test
    void aPageEndsBeforeItGrowsTooLarge() throws Exception {
        try (SqliteStoredRows rows = SqliteStoredRows.open(ours())) {
            assertThat(rows.page(new Query(Optional.empty(), true, RowId.BEFORE_ALL, END, 10, 15, 1_000)))
                    .hasSize(2);
            assertThat(rows.page(new Query(Optional.empty(), true, RowId.BEFORE_ALL, END, 10, 1, 1_000)))
                    .hasSize(1);
        }
    }

    @Test
    void aRowThatIsTooLongIsNotRead() throws Exception {
        Path file = ours();
        TestFiles.execute(file, "update sync_outbox set payload = printf('%.*c', 5000, 'x') where id = 2");

        try (SqliteStoredRows rows = SqliteStoredRows.open(file)) {
            List<OutboxRow> page = rows.page(new Query(Optional.empty(), true, RowId.BEFORE_ALL, END, 10, 100, 100));
            assertThat(page).extracting(OutboxRow::isRead).containsExactly(true, false, true, true, true);
            assertThat(page.get(1).payloadBytes()).isEqualTo(5_000);
        }
    }

    @Test
    void inAnOldFileAllRowsAreEvents() throws Exception {
        Path file = folder.resolve("old.db");
        TestFiles.execute(
                file,
                "create table sync_outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,"
                        + " payload TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0)",
                "insert into sync_outbox (session_id, payload) values ('o', '{}')");

        try (SqliteStoredRows rows = SqliteStoredRows.open(file)) {
            assertThat(rows.page(query(Optional.empty(), false, RowId.BEFORE_ALL, 10)))
                    .extracting(OutboxRow::kind)
                    .containsExactly(BatchKind.EVENTS);
            assertThat(rows.page(query(Optional.of(BatchKind.EVENTS), false, RowId.BEFORE_ALL, 10)))
                    .hasSize(1);
            assertThat(rows.page(query(Optional.of(BatchKind.TOOL_SPANS), false, RowId.BEFORE_ALL, 10)))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoOutboxIsRefused() throws Exception {
        Path text = Files.writeString(
                folder.resolve("text.db"), "no database at all, but long enough to look at".repeat(50));
        Path other = folder.resolve("other.db");
        TestFiles.execute(other, "create table something(a)");

        assertThatThrownBy(() -> SqliteStoredRows.open(folder.resolve("absent.db")))
                .isInstanceOf(OutboxStoreException.class);
        assertThatThrownBy(() -> SqliteStoredRows.open(text))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("is not a SQLite database");
        assertThatThrownBy(() -> SqliteStoredRows.open(other))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("it is not an outbox");
        assertThat(folder.resolve("absent.db")).doesNotExist();
    }

    private static Query query(Optional<BatchKind> kind, boolean alsoSent, RowId after, int maxRows) {
        return new Query(kind, alsoSent, after, END, maxRows, 10_000_000, 10_000_000);
    }

    private Path kaizens() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (InputStream sample = SqliteStoredRowsTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, file);
        }
        return file;
    }

    /** Three events and two facts. */
    private Path ours() {
        Path file = folder.resolve("ours.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 3);
            TestFiles.append(database, BatchKind.WORKSPACE_FACTS, 2);
        }
        return file;
    }
}
