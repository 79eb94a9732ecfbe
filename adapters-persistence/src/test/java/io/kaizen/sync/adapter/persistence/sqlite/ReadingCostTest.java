package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.IdBound;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.Settling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;

/** Costs are counted in steps of SQLite's virtual machine: the same on every machine, and not a matter of luck. */
class ReadingCostTest {

    private static final RowId END = new RowId(Long.MAX_VALUE);
    private static final int ROWS = 100_000;

    /** What another plan may cost, or another place in the tree; a look at the backlog costs a thousand times as much. */
    private static final Percentage A_LITTLE = Percentage.withPercentage(25);

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void fill() {
        database = SqliteDatabase.open(folder.resolve("kaizen.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void f69_theLastPageCostsWhatTheFirstDoes() {
        TestFiles.append(database, BatchKind.EVENTS, ROWS);

        long first = pageCost(0);
        long last = pageCost(ROWS - 500);

        assertThat(last).isEqualTo(first).isLessThan(500 * 40);
    }

    @Test
    void f69_f95_aPageCostsTheSameBehindAMountainOfSentRows() {
        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        long cost = pageCost(0);

        database.writeOnly(
                Durability.NORMAL,
                session -> session.statements().update("update sync_outbox set sent = 1 where id <= 99000"));

        assertThat(pageCost(0)).isEqualTo(cost);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void kindsAreFoundWithoutLookingAtTheBacklog(boolean analyzed) {
        TestFiles.append(database, BatchKind.EVENTS, 1);
        TestFiles.append(database, BatchKind.TOOL_SPANS, 1);
        analyze(analyzed);
        long headsOfFew = steps(reader -> reader.heads(END));
        long youngestOfFew = steps(OutboxReader::youngestPending);

        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        TestFiles.append(database, BatchKind.TOOL_SPANS, ROWS);
        analyze(analyzed);

        assertThat(steps(reader -> reader.heads(END))).isCloseTo(headsOfFew, A_LITTLE);
        assertThat(steps(OutboxReader::youngestPending)).isCloseTo(youngestOfFew, A_LITTLE);
    }

    /** Once a table is analyzed SQLite plans by its statistics, and kaizen may analyze its tables. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRowsOfAKindAreReadWithoutLookingAtOtherKinds(boolean analyzed) {
        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        TestFiles.append(database, BatchKind.TOOL_SPANS, 10);
        analyze(analyzed);

        assertThat(steps(reader -> {
                    var page = reader.page(new PageRequest(
                            Lane.of(BatchKind.TOOL_SPANS),
                            new IdBound(END),
                            Optional.empty(),
                            500,
                            Long.MAX_VALUE,
                            Long.MAX_VALUE));
                    assertThat(page).hasSize(10);
                }))
                .isLessThan(10 * 40);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void claimAndCommitCostTheSameWhateverTheBacklog(boolean analyzed) {
        TestFiles.append(database, BatchKind.EVENTS, 1_000);
        analyze(analyzed);
        long dense = claimAndCommitCost(idsBehind(0, 1));
        long scattered = claimAndCommitCost(idsBehind(300, 2));

        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        analyze(analyzed);

        assertThat(claimAndCommitCost(idsBehind(1_000, 1)))
                .isCloseTo(dense, A_LITTLE)
                .isLessThan(200 * 80);
        assertThat(claimAndCommitCost(idsBehind(50_000, 2)))
                .isCloseTo(scattered, A_LITTLE)
                .isLessThan(200 * 140);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takingRowsOutCostsTheSameWhateverTheBacklog(boolean analyzed) {
        TestFiles.append(database, BatchKind.EVENTS, 1_000);
        analyze(analyzed);
        long dense = deadLetterCost(idsBehind(0, 1));
        long scattered = deadLetterCost(idsBehind(300, 2));

        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        analyze(analyzed);

        assertThat(deadLetterCost(idsBehind(1_000, 1)))
                .isCloseTo(dense, A_LITTLE)
                .isLessThan(200 * 160);
        assertThat(deadLetterCost(idsBehind(50_000, 2)))
                .isCloseTo(scattered, A_LITTLE)
                .isLessThan(200 * 260);
    }

    @Test
    void withoutTheIndexThePriceWouldBeSeen() {
        TestFiles.append(database, BatchKind.EVENTS, ROWS);
        TestFiles.append(database, BatchKind.TOOL_SPANS, 1);
        long cost = steps(reader -> reader.heads(END));

        OutboxShape withoutIndex = new OutboxShape(true, false);
        database.read(session -> session.sql().execute("drop index outbox_pending_by_kind"));
        AtomicLong steps = countSteps();
        database.read(session -> new OutboxReader(session.statements(), withoutIndex).heads(END));

        assertThat(stopCounting(steps)).isGreaterThan(1_000 * cost);
    }

    private void analyze(boolean wanted) {
        if (wanted) {
            database.read(session -> session.sql().execute("analyze"));
        }
    }

    private static List<RowId> idsBehind(long behind, long step) {
        return LongStream.rangeClosed(1, 200)
                .mapToObj(i -> new RowId(behind + i * step))
                .toList();
    }

    private long claimAndCommitCost(List<RowId> rows) {
        Claim claim = new Claim(
                LANE,
                new IdempotencyKey(new UUID(1, 2)),
                Claim.State.SENDING,
                rows,
                new BodyDigest("0"),
                new BatchEnvelope("team", "hash", Optional.empty()),
                new Destination("https://ingest.example", "team"));
        try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            LaneLease lease = ((LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(9))).lease();
            AtomicLong steps = countSteps();
            assertThat(store.claim(lease, claim, Duration.ofSeconds(9)).isClaimed())
                    .isTrue();
            assertThat(Settling.settle(store, lease, new Sent(claim, NOW)).rows())
                    .isEqualTo(rows.size());
            return stopCounting(steps);
        }
    }

    /** Of opening the lane too, with 200 acknowledgements in it. */
    private long deadLetterCost(List<RowId> rows) {
        List<Refusal> refusals = rows.stream()
                .map(row -> new Refusal(row, PoisonReason.REJECTED, "refused", 1))
                .toList();
        try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            LaneLease lease = ((LaneGrant.Granted) store.openLane(LANE, Duration.ofSeconds(9))).lease();
            Settling.settle(store, lease, new Taken("file", rows));
            AtomicLong steps = countSteps();
            LaneGrant grant = store.openLane(LANE, Duration.ofSeconds(9));
            lease = ((LaneGrant.Granted) grant).lease();
            assertThat(Settling.settle(store, lease, new Dead(refusals, NOW)).rows())
                    .isEqualTo(rows.size());
            long cost = stopCounting(steps);
            new SqliteDeadLetters(database).discard(rows);
            return cost;
        }
    }

    private long pageCost(long after) {
        return steps(reader -> {
            var page = reader.page(new PageRequest(
                    LANE, new IdBound(END), Optional.of(new RowId(after)), 500, Long.MAX_VALUE, Long.MAX_VALUE));
            assertThat(page).hasSize(500);
        });
    }

    private long steps(Consumer<OutboxReader> reading) {
        AtomicLong steps = countSteps();
        database.read(session -> {
            reading.accept(new OutboxReader(session));
            return true;
        });
        return stopCounting(steps);
    }

    private AtomicLong countSteps() {
        AtomicLong steps = new AtomicLong();
        ProgressHandler counter = new ProgressHandler() {
            @Override
            protected int progress() {
                steps.incrementAndGet();
                return 0;
            }
        };
        database.read(session -> {
            session.sql().connection(connection -> ProgressHandler.setHandler(connection, 1, counter));
            return true;
        });
        return steps;
    }

    private long stopCounting(AtomicLong steps) {
        database.read(session -> {
            session.sql().connection(ProgressHandler::clearHandler);
            return true;
        });
        return steps.get();
    }
}
