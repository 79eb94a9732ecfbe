package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sent rows go when they are old, and nothing else does. */
class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ALL = 1_000;

    @TempDir
    Path folder;

    private Path file;
    private SqliteDatabase database;
    private SqliteOutboxStore store;
    private SqliteOutboxAdmin upkeep;

    @BeforeEach
    void open() {
        file = folder.resolve("kaizen.db");
        database = SqliteDatabase.open(file);
        store = new SqliteOutboxStore(database);
        upkeep = new SqliteOutboxAdmin(database);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void f95_whatWasSentBeforeAMarkGoesAndWhatWasSentLaterStays() throws Exception {
        sendNew(10);
        upkeep.markSent(NOW);
        sendNew(5);
        upkeep.markSent(NOW.plus(HOUR));
        TestFiles.append(database, BatchKind.EVENTS, 3);

        assertThat(upkeep.purgeSent(NOW, ALL)).isEqualTo(new PurgeResult(0, true));
        assertThat(upkeep.purgeSent(NOW.plusSeconds(1), ALL)).isEqualTo(new PurgeResult(10, true));
        assertThat(balance()).isEqualTo(OutboxBalance.of(18, 3, 5, 10, 0));

        assertThat(upkeep.purgeSent(NOW.plus(Duration.ofDays(9)), ALL)).isEqualTo(new PurgeResult(5, true));
        assertThat(ids()).containsExactly("16", "17", "18");
        assertThat(balance()).isEqualTo(OutboxBalance.of(18, 3, 0, 15, 0));
        assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
    }

    @Test
    void f95_noStepRemovesMoreThanItMay() {
        sendNew(25);
        upkeep.markSent(NOW);
        Instant later = NOW.plus(HOUR);

        assertThat(upkeep.purgeSent(later, 10)).isEqualTo(new PurgeResult(10, false));
        assertThat(ids()).startsWith("11");
        assertThat(upkeep.purgeSent(later, 10)).isEqualTo(new PurgeResult(10, false));
        assertThat(upkeep.purgeSent(later, 10)).isEqualTo(new PurgeResult(5, true));
        assertThat(upkeep.purgeSent(later, 10)).isEqualTo(new PurgeResult(0, true));
    }

    @Test
    void f95_aRowThatWaitsForLongKeepsOnlyItsOwnKindAndWhatWasSentAfterIt() throws Exception {
        TestFiles.append(database, BatchKind.TOOL_SPANS, 2);
        TestFiles.append(database, BatchKind.EVENTS, 4);
        execute("update sync_outbox set sent = 1 where id <> 2");

        upkeep.markSent(NOW);
        long removed = purgeAll(NOW.plus(HOUR));

        assertThat(removed).isEqualTo(5);
        assertThat(ids()).containsExactly("2");

        execute("update sync_outbox set sent = 1 where id = 2");
        upkeep.markSent(NOW.plus(HOUR));
        assertThat(purgeAll(NOW.plus(HOUR))).isZero();
        assertThat(purgeAll(NOW.plus(HOUR.multipliedBy(2)))).isEqualTo(1);
        assertThat(balance()).isEqualTo(OutboxBalance.of(6, 0, 0, 6, 0));
    }

    @Test
    void f95_thirtyDaysOfFlushesKeepSevenDaysOfRowsAndAsManyMarks() throws Exception {
        for (int hour = 0; hour < 30 * 24; hour += 24) {
            Instant now = NOW.plus(Duration.ofHours(hour));
            sendNew(10);
            upkeep.markSent(now);
            upkeep.markSent(now.plusSeconds(10));
            purgeAll(now.minus(Duration.ofDays(7)));
        }

        assertThat(balance()).isEqualTo(OutboxBalance.of(300, 0, 80, 220, 0));
        assertThat(TestFiles.query(file, "select count(*) from outbox_sent_mark where kind = 'events'"))
                .containsExactly("8");
        assertThat(Integer.parseInt(TestFiles.query(file, "select count(*) from outbox_sent_mark")
                        .get(0)))
                .isLessThan(6 * 10);
    }

    @Test
    void f95_marksFromAClockThatWasWrongDoNotHoldPurgingUp() {
        sendNew(3);
        upkeep.markSent(NOW.plus(Duration.ofDays(36_500)));

        upkeep.markSent(NOW);
        assertThat(purgeAll(NOW.plus(HOUR))).isEqualTo(3);

        sendNew(1);
        upkeep.markSent(NOW.plus(HOUR));
        assertThat(purgeAll(NOW.plus(HOUR.multipliedBy(2)))).isEqualTo(1);
    }

    @Test
    void f95_inOneStepOthersWaitForThousandsOfRowsAtMost() {
        TestFiles.append(database, BatchKind.TOOL_SPANS, 6_000);
        TestFiles.append(database, BatchKind.EVENTS, 10);
        execute("update sync_outbox set sent = 1 where kind = 'events'");
        upkeep.markSent(NOW);

        assertThat(upkeep.purgeSent(NOW.plus(HOUR), ALL)).isEqualTo(new PurgeResult(0, false));
        assertThat(purgeAll(NOW.plus(HOUR))).isEqualTo(10);
    }

    @Test
    void f95_aFileOfKaizensIsKnownAsItsOwnAndOneOfOursAsOurs() throws Exception {
        assertThat(upkeep.isForeign()).isFalse();

        Path kaizens = folder.resolve("kaizens.db");
        TestFiles.execute(
                kaizens,
                "create table sync_outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,"
                        + " payload TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0)");
        try (SqliteDatabase foreign = SqliteDatabase.open(kaizens)) {
            assertThat(new SqliteOutboxAdmin(foreign).isForeign()).isTrue();
        }
        try (SqliteDatabase again = SqliteDatabase.open(kaizens)) {
            assertThat(new SqliteOutboxAdmin(again).isForeign()).isTrue();
            TestFiles.append(again, BatchKind.EVENTS, 3);
            TestFiles.execute(kaizens, "update sync_outbox set sent = 1 where id < 3");
            SqliteOutboxAdmin wanted = new SqliteOutboxAdmin(again);
            wanted.markSent(NOW);
            assertThat(wanted.purgeSent(NOW.plus(HOUR), ALL)).isEqualTo(new PurgeResult(2, true));
        }
    }

    @Test
    void f95_whatOthersRemovedIsToldApartFromWhatWePurged() throws Exception {
        sendNew(5);
        upkeep.markSent(NOW);
        execute("delete from sync_outbox where id = 3");
        purgeAll(NOW.plus(HOUR));

        assertThat(balance()).isEqualTo(new OutboxBalance(5, 0, 0, 4, 0, 1));
    }

    @Test
    void purgedPagesAreUsedAgain() throws Exception {
        for (int round = 0; round < 6; round++) {
            sendNew(2_000);
            Instant now = NOW.plus(Duration.ofDays(round));
            upkeep.markSent(now);
            purgeAll(now.plusSeconds(1));
        }
        long pages = Long.parseLong(TestFiles.query(file, "pragma page_count").get(0));
        sendNew(2_000);

        assertThat(Long.parseLong(TestFiles.query(file, "pragma page_count").get(0)))
                .isEqualTo(pages);
        assertThat(Files.size(file)).isLessThan(1 << 20);
    }

    private void sendNew(int rows) {
        TestFiles.append(database, BatchKind.EVENTS, rows);
        new TestFlush(1_000).run(store);
    }

    private long purgeAll(Instant sentBefore) {
        long removed = 0;
        PurgeResult step = upkeep.purgeSent(sentBefore, ALL);
        while (!step.isDone()) {
            removed += step.removed();
            step = upkeep.purgeSent(sentBefore, ALL);
        }
        return removed + step.removed();
    }

    private OutboxBalance balance() {
        return new SqliteOutboxAdmin(database).balance();
    }

    private List<String> ids() {
        return database.read(session ->
                session.sql().fetch("select id from sync_outbox order by id").map(row -> String.valueOf(row.get(0))));
    }

    private void execute(String statement) {
        database.writeOnly(Durability.FULL, session -> session.statements().update(statement));
    }
}
