package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fails: at one call after another of a run that opens a database, enqueues, claims, commits and closes,
 * one run per call. Each failure is told as one of ours, loses nothing, and is over when it is over.
 */
class DiskFaultsTest {

    /** Lie in the file before the disk fails. */
    private static final int OLD_ROWS = 3;

    private static final int NEW_ROWS = 3;

    @TempDir
    Path folder;

    private Path template;

    @BeforeEach
    void makeATemplate() {
        template = folder.resolve("template.db");
        try (SqliteDatabase database = SqliteDatabase.open(template)) {
            TestFiles.append(database, BatchKind.EVENTS, OLD_ROWS);
        }
    }

    @Test
    void f81_f82_aDiskThatIsFullFromAnyWriteOnIsToldAndNothingIsLost() throws Exception {
        Set<String> told = failAtEvery(1, "pwrite64", "ENOSPC", "+");

        assertThat(told).anyMatch(message -> message.contains("the disk is full"));
    }

    @Test
    void f83_afterASyncThatFailedNothingIsBelievedThatIsNotReadAnew() throws Exception {
        Set<String> told = failAtEvery(1, "fdatasync,fsync", "EIO", "");

        assertThat(told)
                .anyMatch(message -> message.contains(
                        "Whether the last change is in the file will be seen when it is" + " read again"));
    }

    @Test
    void f83_aWriteThatFailedIsToldAndNothingIsLost() throws Exception {
        assertThat(failAtEvery(4, "pwrite64", "EIO", "")).isNotEmpty();
    }

    @Test
    void f84_aReadThatFailedIsToldAndNothingIsLost() throws Exception {
        assertThat(failAtEvery(3, "pread64", "EIO", "")).anyMatch(message -> message.contains("check the disk"));
    }

    @Test
    void f92_aProcessWithoutFileHandlesSaysSoAndLivesOn() throws Exception {
        assertThat(failAtEvery(1, "openat", "EMFILE", "")).anyMatch(message -> message.contains("cannot be opened"));
    }

    @Test
    void f83_afterAFailureOfTheDiskTheConnectionIsNotUsedAgain() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(template)) {
            database.writeOnly(
                    Durability.TEMPORARY,
                    session -> session.statements().executeOnce("create temporary table of_this_connection (x)"));
            TestFiles.append(database, BatchKind.EVENTS, 1);
            assertThat(temporaryTables(database)).contains("of_this_connection");

            try (SystemCalls system = SystemCalls.failing(template, "fdatasync,fsync", "EIO", "1")) {
                assertThatThrownBy(() -> TestFiles.append(database, BatchKind.EVENTS, 1))
                        .isInstanceOf(OutboxStoreException.class);
                assertThat(SystemCalls.hasFailed(system.stop())).isTrue();
            }

            assertThat(temporaryTables(database)).isEmpty();
            TestFiles.append(database, BatchKind.EVENTS, 1);
        }
    }

    private static List<String> temporaryTables(SqliteDatabase database) {
        return database.read(session ->
                session.sql().fetch("select name from sqlite_temp_master").map(row -> String.valueOf(row.get(0))));
    }

    @Test
    void f81_f82_f130_aFullFileSystemStopsTheWriterUntilThereIsRoomAgain() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        try (TestMounts mounts = new TestMounts()) {
            mounts.mountMemory(small, "size=4m");
            Path file = small.resolve("kaizen.db");
            try (SqliteDatabase database = SqliteDatabase.open(file);
                    SqliteOutboxStore store = new SqliteOutboxStore(database)) {
                TestFiles.append(database, BatchKind.EVENTS, 100);
                Path ballast = small.resolve("ballast");
                mounts.fill(ballast);

                assertThatThrownBy(() -> TestFiles.append(database, BatchKind.EVENTS, 20_000))
                        .isInstanceOf(OutboxStoreException.class)
                        .hasMessageContaining("the disk is full")
                        .hasMessageContaining("free some space");
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                store.recordFailure("x".repeat(5_000 + i));
                            }
                        })
                        .hasMessageContaining("the disk is full");
                assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
                assertThat(TestFiles.countPending(database)).isEqualTo(100);

                Files.delete(ballast);
                new TestFlush(30).run(store);
                assertThat(TestFiles.countPending(database)).isZero();
            }
        }
    }

    /** Returns what was told. */
    private Set<String> failAtEvery(int step, String calls, String error, String andOn) throws Exception {
        Set<String> told = new TreeSet<>();
        int nth = 1;
        while (failAt(calls, error, nth + andOn, told)) {
            nth += step;
        }
        assertThat(nth).as("calls of a run").isGreaterThan(3);
        return told;
    }

    /** Returns whether so many calls were made at all. */
    private boolean failAt(String calls, String error, String when, Set<String> told) throws Exception {
        Path file = Files.copy(template, folder.resolve("at-" + calls + error + when + ".db"));
        boolean hasFailed;
        try (Attempt attempt = new Attempt(file)) {
            try (SystemCalls system = SystemCalls.failing(file, calls, error, when)) {
                try {
                    attempt.run();
                } catch (OutboxStoreException clear) {
                    told.add(String.valueOf(clear.getMessage()));
                }
                hasFailed = SystemCalls.hasFailed(system.stop());
            }
            attempt.flush();
            attempt.requireNothingLost();
        }
        return hasFailed;
    }

    /** One run, which goes on with what it has open when the disk is well again. */
    private static final class Attempt implements AutoCloseable {

        private final Path file;
        private final TestFlush flush = new TestFlush(2);
        private @Nullable SqliteDatabase database;
        private @Nullable SqliteOutboxStore store;
        private boolean isEnqueued;

        Attempt(Path file) {
            this.file = file;
        }

        void run() {
            database = SqliteDatabase.open(file);
            TestFiles.append(database, BatchKind.EVENTS, NEW_ROWS);
            isEnqueued = true;
            flush();
            // As other programs would see it: all of it, whether it is in the log or in the database.
            assertThat(new SqliteOutboxAdmin(database).status().total().pending())
                    .isZero();
            database.trimLog();
        }

        void flush() {
            if (database == null) {
                database = SqliteDatabase.open(file);
            }
            if (store == null) {
                store = new SqliteOutboxStore(database);
            }
            flush.run(store);
        }

        void requireNothingLost() {
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
            OutboxBalance balance = new SqliteOutboxAdmin(database).balance();
            long enqueued = balance.enqueued();
            assertThat(enqueued).isIn((long) OLD_ROWS, (long) OLD_ROWS + NEW_ROWS);
            if (isEnqueued) {
                assertThat(enqueued).isEqualTo(OLD_ROWS + NEW_ROWS);
            }
            assertThat(balance).isEqualTo(OutboxBalance.of(enqueued, 0, enqueued, 0, 0));
            assertThat(flush.received())
                    .isEqualTo(LongStream.rangeClosed(1, enqueued)
                            .mapToObj(RowId::new)
                            .collect(Collectors.toSet()));
            assertThat(flush.doubled()).isEmpty();
        }

        @Override
        public void close() {
            if (store != null) {
                store.close();
            }
            if (database != null) {
                database.close();
            }
        }
    }
}
