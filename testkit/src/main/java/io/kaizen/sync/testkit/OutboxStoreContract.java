package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.kaizen.sync.application.port.out.store.OutboxStore} keeps to with claims. See also
 * {@link OutboxReadingContract}, {@link OutboxLaneContract}, {@link OutboxPoisonContract} and {@link
 * ExporterAcknowledgementContract}.
 */
public abstract class OutboxStoreContract extends OutboxContract {

    private LaneLease lease;

    @BeforeEach
    void openLane() {
        lease = open(store, EVENTS);
    }

    @Test
    void aClaimIsThereForTheNextHolderAsItWasWritten() {
        Claim claim = claimed(appendEvents(3));

        assertThat(claimsAfterRestart()).containsExactly(claim);
        assertThat(lanesWithClaims()).containsExactly(EVENTS);
    }

    @Test
    void aClaimWithoutProjectNameComesBackWithoutOne() {
        Claim claim = claimOf(appendEvents(1));
        Claim nameless = new Claim(
                claim.lane(),
                claim.key(),
                claim.state(),
                claim.rows(),
                claim.digest(),
                new BatchEnvelope("", "", Optional.empty()),
                claim.destination());
        store.claim(lease, nameless, LEASE);

        assertThat(claimsAfterRestart()).containsExactly(nameless);
    }

    @Test
    void claimsComeInTheOrderOfTheirRows() {
        List<RowId> events = appendEvents(12);
        Claim last = claimed(events.subList(10, 12));
        Claim first = claimed(events.subList(0, 2));
        Claim middle = claimed(events.subList(2, 10));

        assertThat(claimsAfterRestart()).containsExactly(first, middle, last);
    }

    @Test
    void claimedRowsArePendingStill() {
        List<RowId> events = appendEvents(2);
        claimed(events);

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(countPending()).isEqualTo(2);
    }

    @Test
    void whereARowIsGoneNothingIsClaimed() {
        List<RowId> gone = appendEvents(2);
        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());
        List<RowId> there = appendEvents(1);

        ClaimResult result = store.claim(lease, claimOf(List.of(gone.get(0), gone.get(1), there.get(0))), LEASE);

        assertThat(result.isClaimed()).isFalse();
        assertThat(result.gone()).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(lanesWithClaims()).isEmpty();
    }

    @Test
    void aRowThatIsSentIsGone() {
        List<RowId> events = appendEvents(2);
        settle(lease, new Sent(claimed(events.subList(0, 1)), NOW));

        assertThat(store.claim(lease, claimOf(events), LEASE).gone()).containsExactly(events.get(0));
    }

    @Test
    void aRowOfAnotherKindIsGone() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);

        assertThat(store.claim(lease, claimOf(List.of(span)), LEASE).gone()).containsExactly(span);
    }

    @Test
    void noRowIsInTwoClaims() {
        List<RowId> events = appendEvents(3);
        Claim first = claimed(events.subList(0, 2));

        assertThatThrownBy(() -> claimed(events.subList(1, 3))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> claimed(events.subList(0, 2))).isInstanceOf(IllegalStateException.class);
        assertThat(claimsAfterRestart()).containsExactly(first);
    }

    @Test
    void aClaimIsNotWrittenUnderTheLeaseOfAnotherLane() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        Claim claim = claimOf(Lane.of(BatchKind.TOOL_SPANS), List.of(span));

        assertThatThrownBy(() -> store.claim(lease, claim, LEASE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUpdateKeepsTheRowsAndChangesKeyAndState() {
        Claim claim = claimed(appendEvents(2));
        Claim changed = claim.withKey(new IdempotencyKey(new UUID(1, 2))).accepted();

        store.renew(lease, changed, LEASE);

        assertThat(claimsAfterRestart()).containsExactly(changed);
    }

    @Test
    void anUpdateCanLeaveRowsOut() {
        List<RowId> events = appendEvents(3);
        claimed(events);
        Claim fewer = claimOf(List.of(events.get(0), events.get(2)));

        store.renew(lease, fewer, LEASE);

        assertThat(claimsAfterRestart()).containsExactly(fewer);
    }

    @Test
    void aClaimThatIsNotThereIsNotUpdated() {
        Claim claim = claimOf(appendEvents(2));

        assertThatThrownBy(() -> store.renew(lease, claim, LEASE)).isInstanceOf(IllegalStateException.class);
        assertThat(lanesWithClaims()).isEmpty();
    }

    @Test
    void aCommitMarksItsRowsSentAndRemovesTheClaim() {
        List<RowId> events = appendEvents(4);
        Claim claim = claimed(List.of(events.get(0), events.get(2)));

        Settled result = settle(lease, new Sent(claim, NOW));

        assertThat(result).isEqualTo(new Settled(2));
        assertThat(lanesWithClaims()).isEmpty();
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1), events.get(3));
        assertThat(outbox.admin().status().total().sent()).isEqualTo(2);
    }

    @Test
    void aCommitCountsRowsThatWereReplacedMeanwhile() {
        Claim claim = claimed(appendEvents(3));
        queue.replace(BatchKind.EVENTS, OWNER, List.of(bytes("{}")).iterator());

        Settled result = settle(lease, new Sent(claim, NOW));

        assertThat(result).isEqualTo(new Settled(0));
        assertThat(pending(BatchKind.EVENTS)).hasSize(1).doesNotContainAnyElementsOf(claim.rows());
    }

    @Test
    void severalBatchesAreCommittedInTheirOrder() {
        List<RowId> events = appendEvents(4);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        LaneLease spans = open(store, Lane.of(BatchKind.TOOL_SPANS));
        Claim two = claimed(events.subList(0, 2));
        Claim one = claimOf(spans.lane(), List.of(span));
        store.claim(spans, one, LEASE);

        CompletableFuture<Settled> first = store.settle(lease, new Sent(two, NOW));
        CompletableFuture<Settled> second = store.settle(spans, new Sent(one, NOW));
        store.complete();

        assertThat(first).isCompletedWithValue(new Settled(2));
        assertThat(second).isCompletedWithValue(new Settled(1));
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events.subList(2, 4));
        assertThat(pending(BatchKind.TOOL_SPANS)).isEmpty();
        assertThat(lanesWithClaims()).isEmpty();
    }

    @Test
    void ofSeveralBatchesTheOthersAreCommittedWhereOneCannotBe() {
        List<RowId> events = appendEvents(3);
        Lane spans = Lane.of(BatchKind.TOOL_SPANS);
        Claim there = claimed(events.subList(0, 2));
        LaneLease lost = open(store, spans);
        Claim ofLost = claimOf(spans, append(BatchKind.TOOL_SPANS, "{}"));
        store.claim(lost, ofLost, LEASE);
        clock.set(LEASE_END);
        OutboxStore other = outbox.newStore();
        open(other, spans);

        CompletableFuture<Settled> committed = store.settle(lease, new Sent(there, NOW));
        assertThatThrownBy(() -> settle(lost, new Sent(ofLost, NOW))).isInstanceOf(LaneLostException.class);

        assertThat(committed).isCompletedWithValue(new Settled(2));
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events.subList(2, 3));
        assertThat(pending(BatchKind.TOOL_SPANS)).isEqualTo(ofLost.rows());
        other.close();
    }

    @Test
    void aCommitIsMadeBeforeWhateverIsWrittenNext() {
        List<RowId> events = appendEvents(3);
        CompletableFuture<Settled> commit = store.settle(lease, new Sent(claimed(events.subList(0, 2)), NOW));

        store.recordFailure("later");

        assertThat(commit).isCompletedWithValue(new Settled(2));
        assertThat(outbox.admin().status().lastError()).contains("later");
    }

    @Test
    void whatArrivedIsKnownToHaveWhenTheNextClaimIsThere() {
        List<RowId> events = appendEvents(4);
        Claim arrived = claimed(events.subList(0, 2));
        CompletableFuture<Settled> commit = store.settle(lease, new Sent(arrived, NOW));
        Claim next = claimed(events.subList(2, 4));

        outbox.kill(store);

        OutboxStore heir = outbox.newStore();
        List<Claim> left = granted(heir.openLane(EVENTS, LEASE)).claims();
        assertThat(left).contains(next).doesNotContain(arrived);
        assertThat(left).isSubsetOf(arrived.accepted(), next);
        assertThat(commit.isCompletedExceptionally()).isFalse();
        heir.close();
        store = outbox.newStore();
    }

    @Test
    void aCommitSurvivesARestart() {
        settle(lease, new Sent(claimed(appendEvents(3)), NOW));

        restart();

        assertThat(pending(BatchKind.EVENTS)).isEmpty();
        assertThat(outbox.admin().status().lastSuccess()).contains(NOW);
    }

    @Test
    void aClaimThatIsNotThereIsNotCommitted() {
        List<RowId> events = appendEvents(3);

        assertThatThrownBy(() -> settle(lease, new Sent(claimOf(events), NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(outbox.admin().status().lastSuccess()).isEmpty();
    }

    @Test
    void noRowIsCommittedThatTheStoredClaimDoesNotHave() {
        List<RowId> events = appendEvents(3);
        claimed(events.subList(0, 2));

        assertThatThrownBy(() -> settle(lease, new Sent(claimOf(events), NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
    }

    @Test
    void aReleasedClaimsRowsAreFree() {
        List<RowId> events = appendEvents(2);
        Claim claim = claimed(events);

        settle(lease, new Released(claim));
        settle(lease, new Released(claim));

        assertThat(lanesWithClaims()).isEmpty();
        assertThat(claimed(events.subList(1, 2)).rows()).containsExactly(events.get(1));
    }

    @Test
    void largeClaimsOfScatteredRowsAreCommittedWhole() {
        List<RowId> events = appendEvents(1000);
        List<RowId> scattered =
                events.stream().filter(id -> id.value() % 3 != 0).toList();

        Settled result = settle(lease, new Sent(claimed(scattered), NOW));

        assertThat(result).isEqualTo(new Settled(scattered.size()));
        assertThat(pending(BatchKind.EVENTS)).hasSize(1000 - scattered.size()).doesNotContainAnyElementsOf(scattered);
    }

    private Claim claimed(List<RowId> rows) {
        Claim claim = claimOf(rows);
        assertThat(store.claim(lease, claim, LEASE).isClaimed()).isTrue();
        return claim;
    }

    private List<Claim> claimsAfterRestart() {
        restart();
        return granted(store.openLane(EVENTS, LEASE)).claims();
    }
}
