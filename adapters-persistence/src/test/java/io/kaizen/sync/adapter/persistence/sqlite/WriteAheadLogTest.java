package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.WriteAheadLog;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody reads an old state of the file for very long, so that the log cannot begin anew. */
class WriteAheadLogTest {

    private static final int SOME = 3_000;
    private static final byte[] LONG_PAYLOAD =
            ("{\"x\":\"" + "x".repeat(5_000) + "\"}").getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path file;
    private Path log;
    private SqliteDatabase database;

    @BeforeEach
    void open() {
        file = folder.resolve("kaizen.db");
        log = folder.resolve("kaizen.db-wal");
        database = SqliteDatabase.open(file);
        TestFiles.append(database, BatchKind.EVENTS, 10);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void f86_ourCommitsGoOnBesideALongReaderAndTheLogShrinksWhenItIsGone() throws Exception {
        try (Connection reader = reading()) {
            writeMegabytes();
            try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
                new TestFlush(500).run(store);
            }
            assertThat(TestFiles.countPending(database)).isZero();
            assertThat(database.trimLog())
                    .isGreaterThan(WriteAheadLog.USUAL_BYTES)
                    .isEqualTo(Files.size(log));

            TestFiles.execute(reader, "rollback");
        }

        assertThat(database.trimLog()).isZero();
        assertThat(log).isEmptyFile();
    }

    @Test
    void f86_withoutALongReaderTheLogStaysShort() throws Exception {
        for (int round = 0; round < 4; round++) {
            writeMegabytes();
            database.trimLog();
            assertThat(Files.size(log)).isLessThanOrEqualTo(WriteAheadLog.USUAL_BYTES);
        }
    }

    @Test
    void f86_trimmingWaitsForNobody() throws Exception {
        try (Connection reader = reading();
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writeMegabytes();
            TestFiles.execute(writer, "begin immediate");
            TestFiles.execute(writer, "insert into sync_state values ('of', 'kaizen')");

            long start = System.nanoTime();
            database.trimLog();
            assertThat(System.nanoTime() - start).isLessThan(SqliteConnections.BUSY_TIMEOUT.toNanos() / 2);

            TestFiles.execute(writer, "commit");
            TestFiles.execute(reader, "rollback");
        }
        Object timeout = database.read(session -> session.sql().fetchValue("pragma busy_timeout"));
        assertThat(timeout).hasToString(String.valueOf(SqliteConnections.BUSY_TIMEOUT.toMillis()));
    }

    @Test
    void f86_theLogIsGoneWhenTheLastOneCloses() throws Exception {
        writeMegabytes();
        database.close();

        assertThat(log).doesNotExist();
        assertThat(TestFiles.query(file, "select count(*) from sync_outbox"))
                .containsExactly(String.valueOf(10 + SOME));
    }

    private void writeMegabytes() {
        new SqliteRowQueue(database)
                .append(
                        BatchKind.EVENTS,
                        new OwnerId("owner"),
                        Collections.nCopies(SOME, LONG_PAYLOAD).iterator());
    }

    /** A program that has begun to read and does not end. */
    private Connection reading() throws SQLException {
        Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
        TestFiles.execute(reader, "begin");
        TestFiles.execute(reader, "select count(*) from sync_outbox");
        return reader;
    }
}
