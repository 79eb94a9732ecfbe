package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteDatabaseTest {

    /** In the head of a database: the version that a program must know to write to it. Others may read only. */
    private static final int WRITE_VERSION_OFFSET = 18;

    @TempDir
    Path folder;

    @Test
    void f123_whatIsCreatedIsPrivateFromTheFirstByte() throws IOException {
        Path file = folder.resolve("home/projects/widget/kaizen.db");

        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFiles.append(database, BatchKind.EVENTS, 10);
            assertThat(store.backlog(store.bound()).pending().rows()).isEqualTo(10);

            Set<String> seen = new TreeSet<>();
            try (Stream<Path> all = Files.walk(folder.resolve("home"))) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    String modes = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                    assertThat(modes)
                            .as(each.toString())
                            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
                    seen.add(String.valueOf(each.getFileName()));
                }
            }
            assertThat(seen)
                    .contains("kaizen.db", "kaizen.db-wal", "kaizen.db-shm", "kaizen.db-outbox", "migration.lock");
        }
    }

    @Test
    void f123_aSideFolderThatOthersCouldEnterIsClosedToThem() throws IOException {
        Path side = Files.createDirectory(folder.resolve("kaizen.db-outbox"));
        Files.setPosixFilePermissions(side, PosixFilePermissions.fromString("rwxrwxrwx"));

        SqliteDatabase.open(folder.resolve("kaizen.db")).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(side)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Path file = Files.createDirectory(folder.resolve("kaizen.db"));

        assertRefused(file, "is a folder");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100, 5_000})
    void f88_aFileThatIsNoDatabaseIsRefusedAndLeftAlone(int length) throws IOException {
        Path file = folder.resolve("kaizen.db");
        String content = "no database ".repeat(length).substring(0, length);
        Files.writeString(file, content);

        assertRefused(file, "is not a SQLite database");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        Path file = outboxWithRows(2_000);
        overwrite(file, 100, 3_900);

        assertRefused(file, "is damaged");
    }

    @Test
    void f84_damageThatIsMetLaterSaysSoToo() throws IOException {
        Path file = outboxWithRows(20_000);
        overwrite(file, 60 * 4096L, 60 * 4096);

        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThatThrownBy(() -> new SqliteOutboxAdmin(database).status())
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining(file.toRealPath().toString())
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void f90_aFileThatOnlyNewerProgramsMayWriteToIsRefused() throws IOException {
        Path file = outboxWithRows(1);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(WRITE_VERSION_OFFSET);
            raw.write(3);
        }

        assertThatThrownBy(() -> {
                    try (SqliteDatabase database = SqliteDatabase.open(file)) {
                        TestFiles.append(database, BatchKind.EVENTS, 1);
                    }
                })
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("cannot be written to");
    }

    @Test
    void f91_f138_aNewerSchemaIsRefusedAndNothingIsWritten() throws Exception {
        Path file = outboxWithRows(1);
        int newer = OutboxMigrations.LATEST + 1;
        TestFiles.execute(file, "update outbox_meta set v = '" + newer + "' where k = 'schema_version'");
        byte[] before = Files.readAllBytes(file);

        assertRefused(
                file, "newer version of this program (schema " + newer + ", we know " + OutboxMigrations.LATEST + ")");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aForeignTableOfTheSameNameIsRefused() throws Exception {
        Path file = folder.resolve("other.db");
        TestFiles.execute(file, "create table sync_outbox (id integer primary key, body text)");

        assertRefused(file, "without a column \"session_id\"");
    }

    @Test
    void r8_textInAnotherEncodingIsRefused() throws Exception {
        Path file = folder.resolve("utf16.db");
        TestFiles.execute(file, "pragma encoding = 'UTF-16le'", "create table t (x)");

        assertRefused(file, "UTF-16le");
    }

    @Test
    void aFullDiskIsTold() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("kaizen.db"))) {
            Object pages = database.read(session -> session.sql().fetchValue("pragma page_count"));
            database.read(session -> session.sql().fetch("pragma max_page_count = " + pages));

            assertThatThrownBy(() -> TestFiles.append(database, BatchKind.EVENTS, 5_000))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("the disk is full");

            database.read(session -> session.sql().fetch("pragma max_page_count = 100000"));
            TestFiles.append(database, BatchKind.EVENTS, 5_000);
            assertThat(TestFiles.countPending(database)).isEqualTo(5_000);
        }
    }

    @Test
    void f85_theSwitchToAWriteAheadLogWaitsForWhoHasTheFileLocked() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            TestFiles.execute(other, "create table theirs (x)");
            TestFiles.execute(other, "begin immediate");
            CompletableFuture<SqliteDatabase> opening = CompletableFuture.supplyAsync(() -> SqliteDatabase.open(file));

            assertThatThrownBy(() -> opening.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            TestFiles.execute(other, "commit");
            opening.get(10, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void f85_aFileThatAnotherProgramKeepsLockedIsTold() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteDatabase other = SqliteDatabase.open(file)) {
            database.read(session -> session.sql().fetch("pragma busy_timeout = 1"));

            other.writeOnly(
                    Durability.FULL,
                    otherSession -> assertThatThrownBy(() -> TestFiles.append(database, BatchKind.EVENTS, 1))
                            .isInstanceOf(OutboxStoreException.class)
                            .hasMessageContaining("locked by another program")
                            .extracting("busy")
                            .isEqualTo(true));

            TestFiles.append(database, BatchKind.EVENTS, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b?journal_mode=delete&x.db",
                "100%.db",
                "%41#frag;drop.db",
                "file:mode=memory.db",
                ":memory:",
                "\u00e4\u20ac.db",
                "'quote\".db"
            })
    void f128_aPathMayHaveAnySigns(String name) throws Exception {
        Path file = Files.createDirectories(folder.resolve("dir?a=1")).resolve(name);

        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 3);
            assertThat(database.<Object>read(session -> session.sql().fetchValue("pragma journal_mode")))
                    .isEqualTo("wal");
        }

        assertThat(Files.size(file)).isPositive();
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all.map(each -> String.valueOf(each.getFileName()))).containsOnly(name, name + "-outbox");
        }
    }

    @Test
    void f89_allPathsToAFileMeetAtTheSameLocks() throws IOException {
        Path file = outboxWithRows(1);
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);

        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteDatabase same = SqliteDatabase.open(link)) {
            assertThat(same.holdersFolder()).isEqualTo(database.holdersFolder());
        }
    }

    @Test
    void migrationsRunOnce() throws Exception {
        Path file = outboxWithRows(1);
        try (SqliteDatabase again = SqliteDatabase.open(file)) {
            assertThat(again.file()).isEqualTo(file.toRealPath());
        }

        assertThat(TestFiles.query(
                        file,
                        "select version, count(*) from outbox_schema_history group by version having count(*) > 1"))
                .isEmpty();
        assertThat(TestFiles.query(file, "select max(version), min(success) from outbox_schema_history"))
                .containsExactly(OutboxMigrations.LATEST + "|1");
        assertThat(TestFiles.query(file, "select v from outbox_meta where k = 'schema_version'"))
                .containsExactly(String.valueOf(OutboxMigrations.LATEST));
    }

    @Test
    void theOutboxIsNotToBeCalledFromWithinATransaction() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("kaizen.db"))) {
            assertThatThrownBy(() -> database.writeOnly(
                            Durability.FULL, session -> TestFiles.append(database, BatchKind.EVENTS, 1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void f128_f141_nothingOfTheDriversLandsInTheSharedTemporaryFolder() throws IOException {
        outboxWithRows(1);

        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String ownPid = "-" + ProcessHandle.current().pid();
            assertThat(all.map(each -> String.valueOf(each.getFileName()))
                            .filter(name -> name.startsWith("sqlite-") && name.contains(ownPid)))
                    .isEmpty();
        }
        assertThat(System.getProperty("org.sqlite.tmpdir")).contains("-outbox");
    }

    @Test
    void e1_anOlderSqliteIsRefusedWithWhatAHostCanDo() {
        SqliteConnections connections = new SqliteConnections(Path.of("host.db"));

        assertThatThrownBy(() -> connections.requireVersion("3.50.3"))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("SQLite 3.50.3 can damage a database")
                .hasMessageContaining("use sqlite-jdbc 3.51.3.0 or later")
                .hasMessageContaining("sqlite-jdbc.version");
    }

    @Test
    void f87_sqliteVersionsAreComparedAsNumbers() {
        List<Integer> least = List.of(3, 51, 3);

        assertThat(SqliteConnections.isAtLeast(List.of(3, 51, 3), least)).isTrue();
        assertThat(SqliteConnections.isAtLeast(List.of(3, 51, 10), least)).isTrue();
        assertThat(SqliteConnections.isAtLeast(List.of(3, 54), least)).isTrue();
        assertThat(SqliteConnections.isAtLeast(List.of(4, 0, 0), least)).isTrue();
        assertThat(SqliteConnections.isAtLeast(List.of(3, 51, 2), least)).isFalse();
        assertThat(SqliteConnections.isAtLeast(List.of(3, 9, 9), least)).isFalse();
        assertThat(SqliteConnections.isAtLeast(List.of(3, 51), least)).isFalse();
    }

    private Path outboxWithRows(int rows) {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, rows);
        }
        return file;
    }

    private static void overwrite(Path file, long offset, int length) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(offset);
            raw.write("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SqliteDatabase.open(file).close())
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(why)
                .hasMessageContaining("; ");
    }
}
