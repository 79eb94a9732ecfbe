package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.Settling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed, or power fails, behind each call that it has made to the disk. */
class PowerLossTest {

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LEASE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final AtomicInteger images = new AtomicInteger();

    @Test
    void f15_whatEnqueueAndClaimHaveWrittenSurvivesAndALostCommitGoesOutAgainUnderItsKey() throws Exception {
        Path file = folder.resolve("kaizen.db");
        SqliteDatabase.open(file).close();
        DiskRecording recording;
        Claim claim;
        Map<String, byte[]> before = DiskRecording.content(file);
        try (SystemCalls system = SystemCalls.record(file)) {
            try (SqliteDatabase database = SqliteDatabase.open(file);
                    SqliteOutboxStore store = new SqliteOutboxStore(database)) {
                LaneLease lease = ((LaneGrant.Granted) store.openLane(LANE, LEASE)).lease();
                TestFiles.append(database, BatchKind.EVENTS, 3);
                system.mark();
                claim = TestFlush.claimOf(
                        LANE,
                        store.page(new PageRequest(
                                Lane.of(BatchKind.EVENTS),
                                store.bound(),
                                Optional.empty(),
                                3,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE)));
                store.claim(lease, claim, LEASE);
                system.mark();
                Settling.settle(store, lease, new Sent(claim, NOW));
                system.mark();
                store.recordFailure("is synced, and so are all before it");
                system.mark();
            }
            recording = new DiskRecording(system.stop(), before);
        }

        Random random = new Random(15);
        boolean commitWasLost = false;
        for (int done = 0; done <= recording.size(); done++) {
            Path killed = newFolder();
            recording.restoreAfterKill(done, killed);
            OutboxBalance afterKill = requireSound(killed.resolve("kaizen.db"), recording, done, claim);
            assertThat(afterKill.sent() == 3 || done < recording.mark(2)).isTrue();
            for (int luck = 0; luck < 2; luck++) {
                Path dark = newFolder();
                recording.restoreAfterPowerLoss(done, random::nextBoolean, dark);
                OutboxBalance balance = requireSound(dark.resolve("kaizen.db"), recording, done, claim);
                commitWasLost |= done == recording.mark(2) && balance.sent() == 0;
            }
        }
        assertThat(commitWasLost).as("a commit is not synced by itself").isTrue();
    }

    private static OutboxBalance requireSound(Path file, DiskRecording recording, int done, Claim claim) {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
            OutboxBalance balance = new SqliteOutboxAdmin(database).balance();
            assertThat(balance.removed()).isZero();
            assertThat(balance.enqueued()).isIn(0L, 3L);
            assertThat(balance.sent()).isIn(0L, 3L);
            List<Claim> claims = database.read(session -> new ClaimTable(session).all());
            if (done >= recording.mark(0)) {
                assertThat(balance.enqueued()).isEqualTo(3);
            }
            if (done >= recording.mark(1)) {
                assertThat(claims).isEqualTo(balance.sent() == 3 ? List.of() : List.of(claim));
            }
            if (done <= recording.mark(1)) {
                assertThat(balance.sent()).isZero();
            }
            if (done >= recording.mark(3)) {
                assertThat(balance.sent()).isEqualTo(3);
            }
            return balance;
        }
    }

    @Test
    void f94_anInterruptedMigrationBeginsAnewAndKnowsWhoseTheFileIs() throws Exception {
        Path file = folder.resolve("kaizen.db");
        TestFiles.execute(
                file,
                "create table sync_outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,"
                        + " payload TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0)",
                "insert into sync_outbox (session_id, payload) values ('s', '{}'), ('s', '{}')");
        List<String> rows = TestFiles.query(file, "select * from sync_outbox order by id");
        Map<String, byte[]> before = DiskRecording.content(file);
        DiskRecording recording;
        try (SystemCalls system = SystemCalls.record(file)) {
            SqliteDatabase.open(file).close();
            recording = new DiskRecording(system.stop(), before);
        }

        assertThat(recording.size()).isGreaterThan(30);
        Random random = new Random(94);
        for (int done = 0; done < recording.size(); done += 5) {
            Path image = newFolder();
            recording.restoreAfterPowerLoss(done, done % 10 == 0 ? random::nextBoolean : () -> true, image);
            Path restored = image.resolve("kaizen.db");
            try (SqliteDatabase database = SqliteDatabase.open(restored)) {
                assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
                assertThat(new SqliteOutboxAdmin(database).isForeign()).isTrue();
            }
            assertThat(TestFiles.query(restored, "select * from sync_outbox order by id"))
                    .isEqualTo(rows);
        }
    }

    @Test
    void f94_anInterruptedPurgeHasCountedWhatItRemoved() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            TestFiles.append(database, BatchKind.EVENTS, 600);
            new TestFlush(600).run(store);
            new SqliteOutboxAdmin(database).markSent(NOW);
        }
        Map<String, byte[]> before = DiskRecording.content(file);
        DiskRecording recording;
        try (SystemCalls system = SystemCalls.record(file)) {
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                SqliteOutboxAdmin upkeep = new SqliteOutboxAdmin(database);
                while (!upkeep.purgeSent(NOW.plus(Duration.ofDays(8)), 200).isDone()) {
                    system.mark();
                }
            }
            recording = new DiskRecording(system.stop(), before);
        }

        assertThat(recording.mark(1)).isGreaterThan(recording.mark(0));
        Random random = new Random(95);
        for (int done = 0; done < recording.size(); done++) {
            Path image = newFolder();
            recording.restoreAfterPowerLoss(done, done % 2 == 0 ? random::nextBoolean : () -> true, image);
            try (SqliteDatabase database = SqliteDatabase.open(image.resolve("kaizen.db"))) {
                assertThat(new SqliteOutboxAdmin(database).problems()).isEmpty();
                OutboxBalance balance = new SqliteOutboxAdmin(database).balance();
                assertThat(balance.sent() % 200).isZero();
                assertThat(balance).isEqualTo(OutboxBalance.of(600, 0, balance.sent(), 600 - balance.sent(), 0));
            }
        }
    }

    private Path newFolder() throws Exception {
        return Files.createDirectory(folder.resolve("image-" + images.incrementAndGet()));
    }
}
