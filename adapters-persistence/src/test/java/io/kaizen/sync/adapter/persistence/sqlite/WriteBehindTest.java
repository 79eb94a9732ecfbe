package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.LaneTransactions.Commit;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When commits are made, and what of them is on disk until then. Two rows make a batch. */
@Timeout(30)
class WriteBehindTest {

    private static final Duration LEASE = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(TestFlush.NOW);
    /** What was handed to the thread that commits, and was not run yet. */
    private final Deque<Runnable> begun = new ArrayDeque<>();

    private final Map<Lane, LaneLease> leases = new HashMap<>();
    private final List<CompletableFuture<Settled>> results = new ArrayList<>();
    private SqliteDatabase database;
    private SqliteOutboxStore holder;
    private WriteBehind commits;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("kaizen.db"));
        holder = new SqliteOutboxStore(database, clock);
        commits = new WriteBehind(new LaneTransactions(database, clock), clock, begun::add);
    }

    @AfterEach
    void close() {
        holder.close();
        database.close();
    }

    @Test
    void aBatchIsNotedWithTheNextClaimAndCommittedMeanwhile() {
        Claim first = claim(BatchKind.EVENTS);
        commit(first);
        assertThat(stored()).as("nothing is written yet").containsExactly(first);

        Claim second = claim(BatchKind.EVENTS);

        assertThat(stored()).containsExactly(first.accepted(), second);
        assertThat(begun).hasSize(1);
        begun.remove().run();
        assertThat(stored()).containsExactly(second);
        assertThat(results.get(0)).as("told within the next call").isNotDone();
        commits.complete();
        assertThat(results.get(0)).isCompletedWithValue(new Settled(2));
    }

    @Test
    void kindsThatTakeTurnsAreCommittedTogether() {
        commit(claim(BatchKind.EVENTS));
        commit(claim(BatchKind.TOOL_SPANS));
        commit(claim(BatchKind.SESSION_EVALS));
        assertThat(begun).isEmpty();

        claim(BatchKind.EVENTS);

        assertThat(begun).hasSize(1);
        begun.remove().run();
        commits.complete();
        assertThat(results).hasSize(3).allMatch(result -> result.join().equals(new Settled(2)));
    }

    @Test
    void whereTheServerIsSlowACommitWaitsForOneOtherPostAtMost() {
        commit(claim(BatchKind.EVENTS));
        clock.advance(Duration.ofMillis(999));
        claim(BatchKind.TOOL_SPANS);
        assertThat(begun).isEmpty();
        clock.advance(Duration.ofMillis(1));

        claim(BatchKind.SESSION_EVALS);

        assertThat(begun).hasSize(1);
    }

    @Test
    void noMoreThanARoundOfKindsIsHeldBack() {
        for (int kind = 0; kind < 9; kind++) {
            commit(claim(new BatchKind("kind-" + kind)));
        }
        assertThat(results).noneMatch(CompletableFuture::isDone);

        claim(BatchKind.EVENTS);

        assertThat(results).allMatch(CompletableFuture::isDone);
    }

    @Test
    void allIsCommittedWhenItIsSaidToBeComplete() {
        commit(claim(BatchKind.EVENTS));
        claim(BatchKind.EVENTS);
        begun.remove().run();
        commit(claim(BatchKind.TOOL_SPANS));

        commits.complete();

        assertThat(results).hasSize(2).allMatch(result -> result.join().equals(new Settled(2)));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void oneThatCannotBeMadeDoesNotHarmTheOthers() {
        Claim events = claim(BatchKind.EVENTS);
        Claim spans = claim(BatchKind.TOOL_SPANS);
        commit(events);
        commit(spans);
        lose(BatchKind.EVENTS);

        Claim evals = claim(BatchKind.SESSION_EVALS);

        assertThat(stored()).containsExactlyInAnyOrder(events, evals);
        assertThatThrownBy(results.get(0)::join).hasCauseInstanceOf(LaneLostException.class);
        assertThat(results.get(1)).isCompletedWithValue(new Settled(2));
    }

    @Test
    void aLaneThatIsLostWhileItsCommitIsUnderWayChangesNothing() {
        Claim events = claim(BatchKind.EVENTS);
        commit(events);
        claim(BatchKind.EVENTS);
        lose(BatchKind.EVENTS);
        begun.remove().run();

        commits.complete();

        assertThatThrownBy(results.get(0)::join).hasCauseInstanceOf(LaneLostException.class);
        assertThat(stored()).contains(events.accepted());
    }

    @Test
    void whereTheStorageFailsAllFailAndItIsThrown() {
        commit(claim(BatchKind.EVENTS));
        commit(claim(BatchKind.TOOL_SPANS));
        database.writeOnly(Durability.FULL, session -> session.statements().executeOnce("drop table sync_state"));

        assertThatThrownBy(commits::complete).isInstanceOf(OutboxStoreException.class);

        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
        commits.complete();
    }

    private Claim claim(BatchKind kind) {
        TestFiles.append(database, kind, 2);
        Lane lane = Lane.of(kind);
        LaneLease lease = leases.computeIfAbsent(lane, this::opened);
        PageRequest all = new PageRequest(lane, holder.bound(), Optional.empty(), 100, Long.MAX_VALUE, Long.MAX_VALUE);
        var page = holder.page(all);
        Claim claim = TestFlush.claimOf(lane, page.subList(page.size() - 2, page.size()));
        assertThat(commits.claim(lease, claim, LEASE).isClaimed()).isTrue();
        return claim;
    }

    private LaneLease opened(Lane lane) {
        return ((LaneGrant.Granted) holder.openLane(lane, LEASE)).lease();
    }

    /** Another epoch begins. */
    private void lose(BatchKind kind) {
        opened(Lane.of(kind));
    }

    private void commit(Claim claim) {
        results.add(commits.commit(new Commit(leases.get(claim.lane()), new Sent(claim, clock.instant()))));
    }

    private List<Claim> stored() {
        return database.read(session -> new ClaimTable(session).all());
    }
}
