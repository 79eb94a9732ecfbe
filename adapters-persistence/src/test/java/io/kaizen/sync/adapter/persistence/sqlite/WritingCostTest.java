package io.kaizen.sync.adapter.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.LaneTransactions.Commit;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a batch writes, counted in bytes of the log and in synced writes: the same on every machine, and not a matter of luck. */
class WritingCostTest {

    private static final int ROWS_PER_BATCH = 500;
    private static final int ROW_BYTES = 550;

    /** Of a page of 4096 bytes about 6 rows take all but a little, and a header of 24 bytes goes with it. */
    private static final long LEAST_BYTES_PER_BATCH = ROWS_PER_BATCH * (ROW_BYTES + 50L);

    private static final List<BatchKind> KINDS = List.of(
            BatchKind.EVENTS,
            BatchKind.TOOL_SPANS,
            BatchKind.REPO_SNAPSHOTS,
            BatchKind.WORKSPACE_FACTS,
            BatchKind.SESSION_EVALS,
            BatchKind.SESSION_FEEDBACK);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    @Test
    void aBatchWritesItsRowsOnceAndNextToNothingElse() throws Exception {
        long written = written(1);

        assertThat(written).isBetween(LEAST_BYTES_PER_BATCH, LEAST_BYTES_PER_BATCH * 3 / 2);
    }

    /** Each page has rows of all of them: written once for each kind it would be six times as much. */
    @Test
    void batchesOfKindsThatTakeTurnsWriteTheirPagesOnce() throws Exception {
        long written = written(KINDS.size());

        assertThat(written).isLessThan(KINDS.size() * LEAST_BYTES_PER_BATCH * 3 / 2);
    }

    @Test
    void aRoundOfBatchesIsSyncedOnce() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            List<Commit> first = claimFirst(database, store, KINDS.size());
            try (SystemCalls system = SystemCalls.record(file)) {
                acceptAndClaimNext(database, first);
                commit(database, first);

                assertThat(system.stop())
                        .filteredOn(call -> call.contains("sync("))
                        .hasSize(1);
            }
        }
    }

    /** Between two POSTs nobody shall wait for a thousand pages to be moved; beside one there is time. */
    @Test
    void theLogIsMovedIntoTheFileByACommitAndNotByAClaim() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            List<Commit> first = claimFirst(database, store, 1);
            new SqliteRowQueue(database)
                    .append(
                            BatchKind.TOOL_SPANS,
                            new OwnerId("owner"),
                            Collections.nCopies(7_000, row()).iterator());
            assertThat(logBytes(file)).isGreaterThan(4_200_000);
            try (SystemCalls system = SystemCalls.record(file)) {
                acceptAndClaimNext(database, first);

                assertThat(system.stop())
                        .filteredOn(call -> call.contains("sync("))
                        .hasSize(1);
            }
            try (SystemCalls system = SystemCalls.record(file)) {
                commit(database, first);

                assertThat(system.stop())
                        .filteredOn(call -> call.contains("sync("))
                        .hasSize(2);
            }
        }
    }

    /** SQLite's would have the rows in it, and lie in a folder that is not ours. */
    @Test
    void noTemporaryFileIsWrittenToMarkRows() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            List<Commit> first = claimFirst(database, store, KINDS.size());
            try (SystemCalls system = SystemCalls.recordOnAnyFile(file)) {
                acceptAndClaimNext(database, first);
                commit(database, first);

                assertThat(system.stop()).isNotEmpty().noneMatch(call -> call.contains("/etilqs_"));
            }
        }
    }

    /** Bytes of the log that a round writes: commits of a batch of each kind, and the claim of the next of the first. */
    private long written(int kinds) throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            List<Commit> first = claimFirst(database, store, kinds);
            long before = logBytes(file);

            acceptAndClaimNext(database, first);
            commit(database, first);

            return logBytes(file) - before;
        }
    }

    private static long logBytes(Path file) throws IOException {
        return Files.size(Path.of(file + "-wal"));
    }

    private static void acceptAndClaimNext(SqliteDatabase database, List<Commit> first) {
        Commit events = first.get(0);
        Claim next = claim(events.lease().lane(), 0, first.size(), 1);

        assertThat(steps(database)
                        .claim(first, events.lease(), next, Duration.ofSeconds(60))
                        .isClaimed())
                .isTrue();
    }

    private static LaneTransactions steps(SqliteDatabase database) {
        return new LaneTransactions(database, InstantSource.fixed(NOW));
    }

    private static void commit(SqliteDatabase database, List<Commit> first) {
        assertThat(steps(database).commit(first)).hasSize(first.size()).allMatch(one -> one.rows() == ROWS_PER_BATCH);
    }

    /** Fills the file with rows whose kinds take turns, two batches of each, and claims the first of each. The log has the claims alone. */
    private static List<Commit> claimFirst(SqliteDatabase database, SqliteOutboxStore store, int kinds)
            throws Exception {
        SqliteRowQueue queue = new SqliteRowQueue(database);
        for (int i = 0; i < 2 * ROWS_PER_BATCH * kinds; i++) {
            queue.append(
                    KINDS.get(i % kinds), new OwnerId("owner"), List.of(row()).iterator());
        }
        TestFiles.execute(database.file(), "pragma wal_checkpoint(truncate)");
        List<Commit> claimed = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            Lane lane = Lane.of(KINDS.get(kind));
            LaneLease lease = ((LaneGrant.Granted) store.openLane(lane, Duration.ofSeconds(60))).lease();
            Claim claim = claim(lane, kind, kinds, 0);
            assertThat(store.claim(lease, claim, Duration.ofSeconds(60)).isClaimed())
                    .isTrue();
            claimed.add(new Commit(lease, new Sent(claim, NOW)));
        }
        return claimed;
    }

    private static byte[] row() {
        return ("{\"text\":\"" + "x".repeat(ROW_BYTES - 11) + "\"}").getBytes(UTF_8);
    }

    /** A claim on the batch of this number of a kind; numbers count from 0. */
    private static Claim claim(Lane lane, int kind, int kinds, int batch) {
        List<RowId> rows = LongStream.range(0, ROWS_PER_BATCH)
                .mapToObj(i -> new RowId((batch * (long) ROWS_PER_BATCH + i) * kinds + kind + 1))
                .toList();
        return new Claim(
                lane,
                new IdempotencyKey(new UUID(kind, batch)),
                Claim.State.SENDING,
                rows,
                new BodyDigest("d".repeat(64)),
                new BatchEnvelope("team", "blake3:x", Optional.empty()),
                new Destination("http://ingest", "team"));
    }
}
