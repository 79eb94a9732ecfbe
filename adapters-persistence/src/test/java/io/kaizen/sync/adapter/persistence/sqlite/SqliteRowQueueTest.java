package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.table;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.StagingTable;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRowQueueTest {

    private static final OwnerId OWNER = new OwnerId("session");

    @TempDir
    Path folder;

    @Test
    void f85_othersCanWriteWhilePayloadsCome() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            Iterator<byte[]> slow = IntStream.range(0, 1_200)
                    .mapToObj(i -> {
                        if (i % 300 == 0) {
                            writeAsKaizen(file);
                        }
                        return bytes("{}");
                    })
                    .iterator();

            new SqliteRowQueue(database).append(BatchKind.TOOL_SPANS, OWNER, slow);
        }

        assertThat(TestFiles.query(file, "select kind, count(*) from sync_outbox group by kind"))
                .containsExactly("events|4", "tool_spans|1200");
    }

    @Test
    void payloadsGatherEvenWhileSomebodyElseHasTheFileLocked() {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteDatabase other = SqliteDatabase.open(file)) {
            database.read(session -> session.sql().fetch("pragma busy_timeout = 1"));

            other.writeOnly(Durability.FULL, otherSession -> {
                try (StagingTable staging = StagingTable.create(database)) {
                    staging.add(List.of(bytes("{}"), bytes("{}")));
                    int staged = database.read(session -> session.sql().fetchCount(table(staging.name())));
                    assertThat(staged).isEqualTo(2);
                }
            });
        }
    }

    @Test
    void f103_whatAProducerRolledBackWasNeverThere() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFiles.execute(
                    file,
                    "begin",
                    "insert into sync_outbox (session_id, kind, payload) values ('s', 'events', '{}')",
                    "rollback");
            assertThat(store.backlog(store.bound()).lanes()).isEmpty();

            TestFiles.append(database, BatchKind.EVENTS, 1);

            assertThat(store.backlog(store.bound()).lanes())
                    .containsExactly(new LaneHead(Lane.of(BatchKind.EVENTS), new RowId(1)));
            assertThat(new SqliteOutboxAdmin(database).balance()).isEqualTo(OutboxBalance.of(1, 1, 0, 0, 0));
        }
    }

    @Test
    void f74_aRowBelowThoseThatWereSentIsStillFound() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFiles.append(database, BatchKind.EVENTS, 10);
            TestFiles.execute(file, "delete from sync_outbox where id = 4");
            TestFlush flush = new TestFlush(100);
            flush.run(store);
            assertThat(flush.received()).hasSize(9);

            TestFiles.execute(
                    file, "insert into sync_outbox (id, session_id, kind, payload) values (4, 's', 'events', '{}')");
            flush.run(store);

            assertThat(flush.received()).hasSize(10).contains(new RowId(4));
        }
    }

    @Test
    void nothingOfTheStagingStaysInTheFile() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 1_000);

            assertThat(database.<Object>read(
                            session -> session.sql().fetchValue("select count(*) from sqlite_temp_master")))
                    .isEqualTo(0);
        }

        assertThat(TestFiles.query(file, "select name from sqlite_master where name like '%staging%'"))
                .isEmpty();
        assertThat(TestFiles.query(file, "pragma freelist_count")).containsExactly("0");
    }

    @Test
    void payloadsAreStoredAsTextLikeKaizens() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            new SqliteRowQueue(database)
                    .append(
                            BatchKind.EVENTS,
                            OWNER,
                            List.of(bytes("{\"a\":\"\u00e4\"}")).iterator());
        }

        assertThat(TestFiles.query(
                        file, "select typeof(payload), payload, typeof(sent), sent, session_id from sync_outbox"))
                .containsExactly("text|{\"a\":\"\u00e4\"}|integer|0|session");
    }

    /** Waits for nothing: if the file is locked this fails at once. */
    private static void writeAsKaizen(Path file) {
        try {
            TestFiles.execute(
                    file,
                    "pragma busy_timeout = 0",
                    "insert into sync_outbox (session_id, kind, payload) values ('s', 'events', '{}')");
        } catch (SQLException locked) {
            throw new IllegalStateException(locked);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
