package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore.Sent;
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
        assertThat(store.lanesWithClaims()).containsExactly(EVENTS);
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
        store.claim(lease, nameless, LEASE_END);

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
        assertThat(store.countPending()).isEqualTo(2);
    }

    @Test
    void whereARowIsGoneNothingIsClaimed() {
        List<RowId> gone = appendEvents(2);
        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());
        List<RowId> there = appendEvents(1);

        ClaimResult result = store.claim(lease, claimOf(List.of(gone.get(0), gone.get(1), there.get(0))), LEASE_END);

        assertThat(result.isClaimed()).isFalse();
        assertThat(result.gone()).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(store.lanesWithClaims()).isEmpty();
    }

    @Test
    void aRowThatIsSentIsGone() {
        List<RowId> events = appendEvents(2);
        store.commit(lease, claimed(events.subList(0, 1)), NOW);

        assertThat(store.claim(lease, claimOf(events), LEASE_END).gone()).containsExactly(events.get(0));
    }

    @Test
    void aRowOfAnotherKindIsGone() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);

        assertThat(store.claim(lease, claimOf(List.of(span)), LEASE_END).gone()).containsExactly(span);
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

        assertThatThrownBy(() -> store.claim(lease, claim, LEASE_END)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUpdateKeepsTheRowsAndChangesKeyAndState() {
        Claim claim = claimed(appendEvents(2));
        Claim changed = claim.withKey(new IdempotencyKey(new UUID(1, 2))).accepted();

        store.update(lease, changed, LEASE_END);

        assertThat(claimsAfterRestart()).containsExactly(changed);
    }

    @Test
    void anUpdateCanLeaveRowsOut() {
        List<RowId> events = appendEvents(3);
        claimed(events);
        Claim fewer = claimOf(List.of(events.get(0), events.get(2)));

        store.update(lease, fewer, LEASE_END);

        assertThat(claimsAfterRestart()).containsExactly(fewer);
    }

    @Test
    void aClaimThatIsNotThereIsNotUpdated() {
        Claim claim = claimOf(appendEvents(2));

        assertThatThrownBy(() -> store.update(lease, claim, LEASE_END)).isInstanceOf(IllegalStateException.class);
        assertThat(store.lanesWithClaims()).isEmpty();
    }

    @Test
    void aCommitMarksItsRowsSentAndRemovesTheClaim() {
        List<RowId> events = appendEvents(4);
        Claim claim = claimed(List.of(events.get(0), events.get(2)));

        CommitResult result = store.commit(lease, claim, NOW);

        assertThat(result).isEqualTo(new CommitResult(2, 0));
        assertThat(store.lanesWithClaims()).isEmpty();
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1), events.get(3));
        assertThat(outbox.inspector().status(NOW).total().sent()).isEqualTo(2);
    }

    @Test
    void aCommitCountsRowsThatWereReplacedMeanwhile() {
        Claim claim = claimed(appendEvents(3));
        queue.replace(BatchKind.EVENTS, OWNER, List.of(bytes("{}")).iterator());

        CommitResult result = store.commit(lease, claim, NOW);

        assertThat(result).isEqualTo(new CommitResult(0, 3));
        assertThat(pending(BatchKind.EVENTS)).hasSize(1).doesNotContainAnyElementsOf(claim.rows());
    }

    @Test
    void severalBatchesAreCommittedInTheirOrder() {
        List<RowId> events = appendEvents(4);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        LaneLease spans = open(store, Lane.of(BatchKind.TOOL_SPANS));
        Claim two = claimed(events.subList(0, 2));
        Claim one = claimOf(spans.lane(), List.of(span));
        store.claim(spans, one, LEASE_END);

        List<CommitResult> results = store.commit(List.of(new Sent(lease, two, NOW), new Sent(spans, one, NOW)));

        assertThat(results).containsExactly(new CommitResult(2, 0), new CommitResult(1, 0));
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events.subList(2, 4));
        assertThat(pending(BatchKind.TOOL_SPANS)).isEmpty();
        assertThat(store.lanesWithClaims()).isEmpty();
    }

    @Test
    void ofSeveralBatchesNoneIsCommittedWhereOneCannotBe() {
        List<RowId> events = appendEvents(3);
        Claim there = claimed(events.subList(0, 2));
        Claim missing = claimOf(events.subList(2, 3));

        assertThatThrownBy(() -> store.commit(List.of(new Sent(lease, there, NOW), new Sent(lease, missing, NOW))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(claimsAfterRestart()).containsExactly(there);
    }

    @Test
    void aClaimIsKnownToHaveArrivedWhenTheNextIsThere() {
        List<RowId> events = appendEvents(4);
        Claim arrived = claimed(events.subList(0, 2));
        Claim next = claimOf(events.subList(2, 4));

        ClaimResult result = store.acceptAndClaim(List.of(new Sent(lease, arrived, NOW)), lease, next, LEASE_END);

        assertThat(result.isClaimed()).isTrue();
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(claimsAfterRestart()).containsExactly(arrived.accepted(), next);
    }

    @Test
    void aCommitSurvivesARestart() {
        store.commit(lease, claimed(appendEvents(3)), NOW);

        restart();

        assertThat(pending(BatchKind.EVENTS)).isEmpty();
        assertThat(outbox.inspector().status(NOW).lastSuccess()).contains(NOW);
    }

    @Test
    void aClaimThatIsNotThereIsNotCommitted() {
        List<RowId> events = appendEvents(3);

        assertThatThrownBy(() -> store.commit(lease, claimOf(events), NOW)).isInstanceOf(IllegalStateException.class);
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(outbox.inspector().status(NOW).lastSuccess()).isEmpty();
    }

    @Test
    void noRowIsCommittedThatTheStoredClaimDoesNotHave() {
        List<RowId> events = appendEvents(3);
        claimed(events.subList(0, 2));

        assertThatThrownBy(() -> store.commit(lease, claimOf(events), NOW)).isInstanceOf(IllegalStateException.class);
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
    }

    @Test
    void aReleasedClaimsRowsAreFree() {
        List<RowId> events = appendEvents(2);
        Claim claim = claimed(events);

        store.release(lease, claim);
        store.release(lease, claim);

        assertThat(store.lanesWithClaims()).isEmpty();
        assertThat(claimed(events.subList(1, 2)).rows()).containsExactly(events.get(1));
    }

    @Test
    void largeClaimsOfScatteredRowsAreCommittedWhole() {
        List<RowId> events = appendEvents(1000);
        List<RowId> scattered =
                events.stream().filter(id -> id.value() % 3 != 0).toList();

        CommitResult result = store.commit(lease, claimed(scattered), NOW);

        assertThat(result).isEqualTo(new CommitResult(scattered.size(), 0));
        assertThat(pending(BatchKind.EVENTS)).hasSize(1000 - scattered.size()).doesNotContainAnyElementsOf(scattered);
    }

    private Claim claimed(List<RowId> rows) {
        Claim claim = claimOf(rows);
        assertThat(store.claim(lease, claim, LEASE_END).isClaimed()).isTrue();
        return claim;
    }

    private List<Claim> claimsAfterRestart() {
        restart();
        return granted(store.openLane(EVENTS, NOW, LEASE_END)).claims();
    }
}
