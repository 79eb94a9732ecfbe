package io.kaizen.sync.adapter.persistence.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row of 100 MB is taken out of the queue, looked at and put back, and its bytes never enter the heap. */
class HugeRowTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final long HUGE = 100_000_000;

    /** An allocation of a tenth of the row; what jOOQ and we need is far less. */
    private static final long MOST = HUGE / 10;

    @TempDir
    Path folder;

    @Test
    void aRowOf100MegabytesNeverEntersTheHeap() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            SqliteDeadLetters letters = new SqliteDeadLetters(database);
            loadJooq(letters);
            enqueueHugeRow(file);
            TestFiles.append(database, BatchKind.EVENTS, 1);
            RowId huge = new RowId(1);
            PageRequest first = new PageRequest(LANE, store.bound(), Optional.empty(), 500, 1_000_000, 8 << 20);
            LaneLease lease = ((LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(60))).lease();

            List<OutboxRow> page = withinBounds(() -> store.page(first));
            assertThat(page).extracting(OutboxRow::isRead).containsExactly(false, true);
            assertThat(page.get(0).payloadBytes()).isEqualTo(HUGE);

            Refusal refusal = new Refusal(huge, PoisonReason.TOO_LARGE, "100000000 bytes", 0);
            assertThat(withinBounds(() -> Settling.settle(store, lease, new Dead(List.of(refusal), NOW))))
                    .isEqualTo(new Settled(1));

            assertThat(withinBounds(() -> letters.list(RowId.BEFORE_ALL, 10)))
                    .extracting(DeadLetter::payloadBytes)
                    .containsExactly(HUGE);
            assertThat(withinBounds(() -> letters.payload(huge, 4))).contains("0000".getBytes(US_ASCII));

            assertThat(withinBounds(() -> letters.retry(List.of(huge)))).isEmpty();
            assertThat(withinBounds(() -> store.page(first)).get(0).payloadBytes())
                    .isEqualTo(HUGE);
        }
    }

    /** Its classes take 30 MB of short-lived objects to load, once in a process, and a flush without bad rows does without them. */
    private static void loadJooq(SqliteDeadLetters letters) {
        assertThat(letters.list(RowId.BEFORE_ALL, 1)).isEmpty();
    }

    private static void enqueueHugeRow(Path file) throws SQLException {
        TestFiles.execute(
                file,
                "insert into sync_outbox (session_id, kind, payload) values ('s', 'events', hex(zeroblob(" + HUGE / 2
                        + ")))");
    }

    private static <T> T withinBounds(Callable<T> work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        T result = work.call();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(1L, MOST);
        return result;
    }
}
