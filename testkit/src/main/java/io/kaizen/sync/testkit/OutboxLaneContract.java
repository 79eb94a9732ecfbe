package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} keeps to with lanes: who may hold one, when another may take it, and what the loser can still do. */
public abstract class OutboxLaneContract extends OutboxContract {

    private static final Instant LATER = LEASE_END.plus(LEASE);

    private OutboxStore other;

    @BeforeEach
    void startAnotherHolder() {
        other = outbox.newStore();
    }

    @AfterEach
    void endTheOtherHolder() {
        other.close();
    }

    @Test
    void aFreeLaneIsGranted() {
        LaneGrant.Granted grant = granted(store.openLane(EVENTS, LEASE));

        assertThat(grant.lease().lane()).isEqualTo(EVENTS);
        assertThat(grant.claims()).isEmpty();
    }

    @Test
    void aHeldLaneIsBusyUntilItsLeaseEnds() {
        open(store, EVENTS);

        assertThat(other.openLane(EVENTS, LEASE)).isEqualTo(new LaneGrant.Busy(LEASE_END));
        clock.set(LEASE_END.minusMillis(1));
        assertThat(other.openLane(EVENTS, LEASE)).isEqualTo(new LaneGrant.Busy(LEASE_END));
        clock.set(LEASE_END);
        granted(other.openLane(EVENTS, LEASE));
    }

    @Test
    void otherLanesAreNotHeldWithIt() {
        open(store, EVENTS);

        granted(other.openLane(new Lane(BatchKind.EVENTS, 1), LEASE));
        granted(other.openLane(Lane.of(BatchKind.TOOL_SPANS), LEASE));
    }

    @Test
    void aLaneThatIsOursIsGrantedAgainUnderAHigherEpoch() {
        LaneLease first = open(store, EVENTS);
        LaneLease second = open(store, EVENTS);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(second.holder()).isEqualTo(first.holder());
    }

    @Test
    void aLaneThatWasGivenBackIsFreeAtOnce() {
        LaneLease lease = open(store, EVENTS);

        store.closeLane(lease);

        assertThat(open(other, EVENTS).epoch()).isGreaterThan(lease.epoch());
    }

    @Test
    void aLeaseThatWasGivenBackIsOfNoUse() {
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimed(store, lease, appendEvents(2));

        store.closeLane(lease);

        assertLost(() -> settle(lease, new Sent(claim, NOW)));
    }

    @Test
    void aHolderThatClosesGivesAllItsLanesBackAndKeepsTheClaims() {
        Claim claim = claimed(store, open(store, EVENTS), appendEvents(2));
        open(store, Lane.of(BatchKind.TOOL_SPANS));

        store.close();

        assertThat(granted(other.openLane(EVENTS, LEASE)).claims()).containsExactly(claim);
        granted(other.openLane(Lane.of(BatchKind.TOOL_SPANS), LEASE));
    }

    @Test
    void aHolderThatClosesLeavesTheLanesOfOthersAlone() {
        open(other, EVENTS);

        store.close();

        OutboxStore third = outbox.newStore();
        assertThat(third.openLane(EVENTS, LEASE)).isEqualTo(new LaneGrant.Busy(LEASE_END));
        third.close();
    }

    @Test
    void aDeadHoldersLaneIsTakenOverAtOnceWithItsClaims() {
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimed(store, lease, appendEvents(2));

        outbox.kill(store);

        LaneGrant.Granted grant = granted(other.openLane(EVENTS, LEASE));
        assertThat(grant.claims()).containsExactly(claim);
        assertThat(grant.lease().epoch()).isGreaterThan(lease.epoch());
    }

    @Test
    void aClosedHolderGetsNoLane() {
        store.close();

        assertThatThrownBy(() -> store.openLane(EVENTS, LEASE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingTwiceIsHarmless() {
        store.close();
        store.close();

        open(other, EVENTS);
    }

    @Test
    void eachWriteRenewsTheLease() {
        List<RowId> events = appendEvents(4);
        LaneLease lease = open(store, EVENTS);

        Claim claim = claimOf(events);
        store.claim(lease, claim, LEASE.plusSeconds(1));
        assertThat(leaseEnd()).isEqualTo(LEASE_END.plusSeconds(1));

        store.renew(lease, claim.accepted(), LEASE.plusSeconds(2));
        assertThat(leaseEnd()).isEqualTo(LEASE_END.plusSeconds(2));
    }

    @Test
    void whoSleptThroughTheLeaseGoesOnIfNobodyWantedTheLane() {
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimed(store, lease, appendEvents(2));

        clock.set(LATER);
        assertThat(settle(lease, new Sent(claim, LATER)).rows()).isEqualTo(2);
    }

    @Test
    void aCommitAfterTheLossOfTheLaneChangesNothing() {
        LaneLease lease = open(store, EVENTS);
        List<RowId> events = appendEvents(2);
        Claim claim = claimed(store, lease, events);
        clock.set(LEASE_END);
        LaneLease taken = open(other, EVENTS);

        assertLost(() -> settle(lease, new Sent(claim, NOW)));

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(outbox.admin().status().lastSuccess()).isEmpty();
        assertThat(Settling.settle(other, taken, new Sent(claim, NOW)).rows()).isEqualTo(2);
    }

    @Test
    void nothingElseCanBeChangedAfterTheLossOfTheLane() {
        LaneLease lease = open(store, EVENTS);
        List<RowId> events = appendEvents(3);
        Claim claim = claimed(store, lease, events.subList(0, 2));
        clock.set(LEASE_END);
        open(other, EVENTS);

        assertLost(() -> store.claim(lease, claimOf(events.subList(2, 3)), LEASE));
        assertLost(() -> store.renew(lease, claim.accepted(), LEASE));
        assertLost(() -> settle(lease, new Released(claim)));
        store.closeLane(lease);

        assertThat(store.openLane(EVENTS, LEASE)).isEqualTo(new LaneGrant.Busy(LATER));
        assertThat(granted(other.openLane(EVENTS, LEASE)).claims()).containsExactly(claim);
    }

    @Test
    void anOldLeaseIsOfNoUseEvenToItsOwnHolder() {
        LaneLease old = open(store, EVENTS);
        open(store, EVENTS);

        assertLost(() -> store.claim(old, claimOf(appendEvents(1)), LEASE));
    }

    @Test
    void epochsGrowAcrossRestarts() {
        LaneLease lease = open(store, EVENTS);

        restart();

        assertThat(open(store, EVENTS).epoch()).isGreaterThan(lease.epoch());
        other = outbox.newStore();
    }

    @Test
    void lanesWithClaimsAreNamedInTheOrderOfTheirKinds() {
        Lane spans = Lane.of(BatchKind.TOOL_SPANS);
        Lane second = new Lane(BatchKind.EVENTS, 1);
        List<RowId> events = appendEvents(2);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        store.claim(open(store, spans), claimOf(spans, List.of(span)), LEASE);
        store.claim(open(store, second), claimOf(second, events.subList(1, 2)), LEASE);
        store.claim(open(store, EVENTS), claimOf(events.subList(0, 1)), LEASE);

        assertThat(lanesWithClaims()).containsExactly(EVENTS, spans);
        assertThat(granted(store.openLane(second, LEASE)).claims())
                .extracting(Claim::lane)
                .containsExactly(second);
    }

    private Instant leaseEnd() {
        LaneGrant grant = other.openLane(EVENTS, LEASE);
        assertThat(grant).isInstanceOf(LaneGrant.Busy.class);
        return ((LaneGrant.Busy) grant).leaseUntil();
    }

    private static Claim claimed(OutboxStore holder, LaneLease lease, List<RowId> rows) {
        Claim claim = claimOf(rows);
        assertThat(holder.claim(lease, claim, LEASE).isClaimed()).isTrue();
        return claim;
    }

    private static void assertLost(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(LaneLostException.class);
    }
}
