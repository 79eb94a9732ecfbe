package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a disk, a crash of the system or a person has damaged, a thousand of them. */
class CorruptFilesTest {

    private static final int ROWS = 60;
    private static final Set<RowId> ALL =
            LongStream.rangeClosed(1, ROWS).mapToObj(RowId::new).collect(Collectors.toSet());

    @TempDir
    Path folder;

    private Path file;
    private byte[] sound;

    @BeforeEach
    void fill() throws Exception {
        Path original = folder.resolve("original.db");
        try (SqliteDatabase database = SqliteDatabase.open(original)) {
            TestFiles.append(database, BatchKind.EVENTS, ROWS);
        }
        sound = Files.readAllBytes(original);
        file = folder.resolve("kaizen.db");
    }

    /**
     * The walk from kind to kind goes on behind the kind that the table has for a row. Where that lies before the kind of the index, the walk
     * comes back to the same row, and would never end.
     */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void f88_anIndexThatLeadsBackToTheSameOldestRowIsTold() throws Exception {
        makeOneRowOfEachOfTwoKinds();
        changeBehindTheIndex("update sync_outbox set kind = 'a' where kind = 'b'");

        assertTold(store -> store.backlog(store.bound()));
    }

    /** The same from the other end. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void f88_anIndexThatLeadsBackToTheSameYoungestRowIsTold() throws Exception {
        makeOneRowOfEachOfTwoKinds();
        changeBehindTheIndex("update sync_outbox set kind = 'c' where kind = 'a'");

        assertTold(OutboxStore::bound);
    }

    private void makeOneRowOfEachOfTwoKinds() {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, new BatchKind("a"), 1);
            TestFiles.append(database, new BatchKind("b"), 1);
        }
    }

    /** Changes the table while the index over pending rows is not known to SQLite, so that the two differ afterwards. */
    private void changeBehindTheIndex(String change) throws Exception {
        TestFiles.execute(
                file,
                "create table hidden as select * from sqlite_schema where name = 'outbox_pending_by_kind'",
                "pragma writable_schema = on",
                "delete from sqlite_schema where name = 'outbox_pending_by_kind'",
                "pragma writable_schema = reset",
                change,
                "pragma writable_schema = on",
                "insert into sqlite_schema select * from hidden",
                "pragma writable_schema = reset",
                "drop table hidden");
        assertThat(TestFiles.query(file, "pragma integrity_check")).isNotEqualTo(List.of("ok"));
    }

    private void assertTold(Consumer<OutboxStore> question) {
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            assertThatThrownBy(() -> question.accept(store))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("leads back to row")
                    .hasMessageContaining("REINDEX");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void f88_f84_damageIsFoundOrDoesNoHarm(long seed) throws Exception {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 250; i++) {
            byte[] damaged = damage(sound.clone(), random);
            clear();
            Files.write(file, damaged);
            boolean opened = false;
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                opened = true;
                found += requireFoundOrHarmless(database) ? 1 : 0;
            } catch (OutboxStoreException told) {
                found++;
                assertThat(told.getMessage()).contains("kaizen.db");
                if (!opened) {
                    assertThat(Files.readAllBytes(file))
                            .as("a file that was refused")
                            .isEqualTo(damaged);
                }
            }
        }
        assertThat(found).isBetween(50, 250);
    }

    /** Returns whether {@code verify} or a flush found it. Where neither did, every row is there and is sent. */
    private static boolean requireFoundOrHarmless(SqliteDatabase database) {
        boolean found;
        try {
            found = !new SqliteOutboxAdmin(database).problems().isEmpty();
        } catch (OutboxStoreException told) {
            found = true;
        }
        TestFlush flush = new TestFlush(ROWS);
        try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            flush.run(store);
        } catch (OutboxStoreException told) {
            return true;
        }
        assertThat(found || flush.received().equals(ALL)).isTrue();
        return found;
    }

    private static byte[] damage(byte[] bytes, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(100)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                int sector = sector(bytes, random);
                Arrays.fill(bytes, sector, sector + 512, (byte) 0);
            }
            case 3 -> {
                byte[] noise = new byte[512];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, sector(bytes, random), 512);
            }
            default -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
        }
        return bytes;
    }

    private static int sector(byte[] bytes, Random random) {
        return random.nextInt(bytes.length / 512) * 512;
    }

    /** What was not yet moved out of the log is lost with it; what a damaged log still tells is whole. */
    @Test
    void f88_f89_aDamagedOrMissingLogLosesNoMoreThanItself() throws Exception {
        byte[] database;
        byte[] log;
        Path source = folder.resolve("source.db");
        Files.write(source, sound);
        try (SqliteDatabase open = SqliteDatabase.open(source)) {
            for (int i = 0; i < 10; i++) {
                TestFiles.append(open, BatchKind.EVENTS, 1);
            }
            database = Files.readAllBytes(source);
            log = Files.readAllBytes(Path.of(source + "-wal"));
        }
        Random random = new Random(88);
        for (int i = 0; i < 40; i++) {
            clear();
            Files.write(file, database);
            if (i > 0) {
                Files.write(Path.of(file + "-wal"), i == 1 ? new byte[log.length] : damage(log.clone(), random));
            }
            try (SqliteDatabase open = SqliteDatabase.open(file)) {
                assertThat(new SqliteOutboxAdmin(open).problems()).isEmpty();
                long rows = new SqliteOutboxAdmin(open).balance().enqueued();
                assertThat(rows).isBetween((long) ROWS, ROWS + 10L);
                assertThat(TestFiles.countPending(open)).isEqualTo(rows);
            }
        }
    }

    @Test
    void f88_aMissingSharedMemoryIsMadeAnew() throws Exception {
        Path source = folder.resolve("source.db");
        Files.write(source, sound);
        try (SqliteDatabase open = SqliteDatabase.open(source)) {
            TestFiles.append(open, BatchKind.EVENTS, 5);
            Files.copy(source, file);
            Files.copy(Path.of(source + "-wal"), Path.of(file + "-wal"));
        }
        try (SqliteDatabase open = SqliteDatabase.open(file)) {
            assertThat(TestFiles.countPending(open)).isEqualTo(ROWS + 5);
        }
    }

    @Test
    void f88_valuesThatNoProgramOfOursWritesStopNothing() throws Exception {
        Files.write(file, sound);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            TestFiles.execute(other, "update sync_outbox set payload = x'00ff' where id = 1");
            TestFiles.execute(other, "update sync_outbox set payload = 7 where id = 2");
            TestFiles.execute(other, "update sync_outbox set session_id = '' where id = 3");
            TestFiles.execute(other, "update sync_outbox set kind = '' where id = 4");
        }
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFlush flush = new TestFlush(ROWS);
            flush.run(store);

            assertThat(flush.received()).isEqualTo(ALL);
        }
    }

    private void clear() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
    }
}
