package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.kaizen.sync.application.port.out.store.OutboxStore} keeps to with rows that are refused, and with those that are
 * dead.
 */
public abstract class OutboxPoisonContract extends OutboxContract {

    private static final Lane SPANS = Lane.of(BatchKind.TOOL_SPANS);

    private LaneLease lease;

    @BeforeEach
    void openLane() {
        lease = open(store, EVENTS);
    }

    @Test
    void aSuspectIsThereForTheNextHolderAsItWasWritten() {
        RowId row = appendEvents(1).get(0);
        Refusal refusal =
                new Refusal(row, PoisonReason.TOO_LARGE, "it's 'too' \"large\", \u00e4\ud83d\ude80", 1_000_000);

        settle(lease, new Quarantined(claimed(row), refusal));

        assertThat(suspectsAfterRestart()).containsExactly(refusal);
    }

    @Test
    void aSuspectStaysPendingAndItsClaimIsGone() {
        List<RowId> events = appendEvents(3);

        setAside(events.get(1));

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(counts()).isEqualTo(new Counts(3, 0, 0, 0));
        assertThat(lanesWithClaims()).isEmpty();
        assertThat(outbox.admin().deadLetters().list(RowId.BEFORE_ALL, 10)).isEmpty();
    }

    @Test
    void suspectsComeInTheOrderOfTheirRowsAndOfOneKind() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        List<RowId> events = appendEvents(12);
        LaneLease spans = open(store, SPANS);
        Claim spanClaim = claimOf(SPANS, List.of(span));
        store.claim(spans, spanClaim, LEASE);
        settle(spans, new Quarantined(spanClaim, refusal(span)));
        setAside(events.get(11));
        setAside(events.get(1));
        setAside(events.get(9));

        assertThat(suspects(EVENTS))
                .extracting(Refusal::row)
                .containsExactly(events.get(1), events.get(9), events.get(11));
        assertThat(suspects(SPANS)).containsExactly(refusal(span));
    }

    @Test
    void ofARowThatIsRefusedAgainTheLastRefusalCounts() {
        RowId row = appendEvents(1).get(0);
        Refusal later = new Refusal(row, PoisonReason.TOO_LARGE, "later", 2);

        setAside(row);
        settle(lease, new Quarantined(claimed(row), later));

        assertThat(suspectsAfterRestart()).containsExactly(later);
    }

    @Test
    void noSuspectIsMadeOfAClaimThatIsNotThere() {
        List<RowId> events = appendEvents(2);
        store.claim(lease, claimOf(events), LEASE);

        assertThatThrownBy(() -> setAsideUnclaimed(events.get(0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> setAsideUnclaimed(events.get(1))).isInstanceOf(IllegalStateException.class);

        restart();
        var granted = granted(store.openLane(EVENTS, LEASE));
        assertThat(granted.suspects()).isEmpty();
        assertThat(granted.claims()).containsExactly(claimOf(events));
    }

    @Test
    void onlyTheOneRowOfAClaimIsSetAside() {
        List<RowId> events = appendEvents(2);
        Claim both = claimOf(events);
        store.claim(lease, both, LEASE);

        assertThatThrownBy(() -> settle(lease, new Quarantined(both, refusal(events.get(0)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settle(lease, new Quarantined(claimOf(events.subList(0, 1)), refusal(events.get(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(lanesWithClaims()).containsExactly(EVENTS);
    }

    @Test
    void aSuspectThatIsCommittedIsNoneAnyMore() {
        RowId row = appendEvents(1).get(0);
        setAside(row);

        settle(lease, new Sent(claimed(row), NOW));

        assertThat(suspectsAfterRestart()).isEmpty();
        assertThat(counts()).isEqualTo(new Counts(0, 0, 1, 0));
    }

    @Test
    void aSuspectThatItsOwnerReplacedIsForgotten() {
        setAside(appendEvents(1).get(0));

        queue.replace(BatchKind.EVENTS, OWNER, List.of(bytes("{}")).iterator());

        assertThat(suspectsAfterRestart()).isEmpty();
        assertThat(counts()).isEqualTo(new Counts(1, 0, 0, 0));
    }

    @Test
    void f31_aRowThatIsTooLargeAloneIsTakenOutAndTheOthersGoOn() {
        List<RowId> events = appendEvents(3);
        Refusal refusal = new Refusal(events.get(0), PoisonReason.TOO_LARGE, "too large", 3);
        settle(lease, new Quarantined(claimed(events.get(0)), refusal));
        Claim others = claimOf(events.subList(1, 3));
        store.claim(lease, others, LEASE);
        assertThat(settle(lease, new Sent(others, NOW))).isEqualTo(new Settled(2));

        assertThat(settle(lease, new Dead(List.of(refusal), NOW))).isEqualTo(new Settled(1));

        assertThat(countPending()).isZero();
        assertThat(counts()).isEqualTo(new Counts(0, 0, 2, 1));
        assertThat(outbox.admin().deadLetters().find(events.get(0)).map(DeadLetter::refusal))
                .contains(refusal);
    }

    @Test
    void aDeadRowIsOutOfTheQueue() {
        List<RowId> events = appendEvents(3);
        setAside(events.get(0));

        settle(lease, new Dead(List.of(refusal(events.get(0)), refusal(events.get(2))), NOW));

        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1));
        assertThat(countPending()).isEqualTo(1);
        assertThat(heads()).containsExactly(new LaneHead(Lane.of(BatchKind.EVENTS), events.get(1)));
        assertThat(ids(store.rows(claimOf(events)))).containsExactly(events.get(1));
        assertThat(store.claim(lease, claimOf(events), LEASE).gone())
                .containsExactlyInAnyOrder(events.get(0), events.get(2));
        assertThat(suspectsAfterRestart()).isEmpty();
        assertThat(outbox.admin().problems()).isEmpty();
    }

    @Test
    void whatIsKnownOfADeadRowIsKept() {
        RowId row = append(BatchKind.EVENTS, "{\"n\":\"\u00e4\"}").get(0);
        Refusal refusal = new Refusal(row, PoisonReason.MALFORMED, "no field \"kind\"", 0);

        settle(lease, new Dead(List.of(refusal), NOW));

        restart();
        assertThat(outbox.admin().deadLetters().find(row))
                .contains(new DeadLetter(refusal, BatchKind.EVENTS, OWNER, 10, NOW));
    }

    @Test
    void rowsOfAKindThatNobodyKnowsDieToo() {
        BatchKind unknown = new BatchKind("brand new");
        RowId row = append(unknown, "{}").get(0);
        Refusal refusal = new Refusal(row, PoisonReason.UNKNOWN_KIND, "unknown kind", 0);

        settle(open(store, Lane.of(unknown)), new Dead(List.of(refusal), NOW));

        assertThat(outbox.admin().deadLetters().find(row)).map(DeadLetter::kind).contains(unknown);
        assertThat(heads()).isEmpty();
    }

    @Test
    void rowsThatAreNotPendingOrOfAnotherKindAreLeftAlone() {
        RowId replaced = appendEvents(1).get(0);
        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());
        List<RowId> events = appendEvents(3);
        settle(lease, new Sent(claimed(events.get(0)), NOW));
        settle(lease, new Dead(List.of(refusal(events.get(1))), NOW));
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        Refusal again = new Refusal(events.get(1), PoisonReason.MALFORMED, "again", 9);

        Settled dead = settle(
                lease,
                new Dead(
                        List.of(
                                refusal(replaced),
                                refusal(events.get(0)),
                                again,
                                refusal(span),
                                refusal(events.get(2))),
                        NOW.plusSeconds(1)));

        assertThat(dead).isEqualTo(new Settled(1));
        assertThat(outbox.admin().deadLetters().find(events.get(2))).isPresent();
        assertThat(counts()).isEqualTo(new Counts(1, 0, 1, 2));
        assertThat(outbox.admin().deadLetters().find(events.get(1)))
                .contains(new DeadLetter(refusal(events.get(1)), BatchKind.EVENTS, OWNER, 7, NOW));
        assertThat(pending(BatchKind.TOOL_SPANS)).containsExactly(span);
        assertThat(suspects(EVENTS)).isEmpty();
    }

    @Test
    void noneIsDeadWhereNoneWasPending() {
        assertThat(settle(lease, new Dead(List.of(refusal(new RowId(999_999))), NOW)))
                .isEqualTo(new Settled(0));
        assertThat(counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void manyScatteredRowsDieAtOnce() {
        List<RowId> events = appendEvents(1000);
        List<RowId> scattered =
                events.stream().filter(id -> id.value() % 3 != 0).toList();

        Settled dead = settle(
                lease, new Dead(scattered.stream().map(OutboxContract::refusal).toList(), NOW));

        assertThat(dead).isEqualTo(new Settled(scattered.size()));
        assertThat(outbox.admin().deadLetters().list(RowId.BEFORE_ALL, 1000))
                .extracting(letter -> letter.refusal().row())
                .isEqualTo(scattered);
        assertThat(pending(BatchKind.EVENTS)).hasSize(1000 - scattered.size()).doesNotContainAnyElementsOf(scattered);
        assertThat(counts()).isEqualTo(new Counts(1000 - scattered.size(), 0, 0, scattered.size()));
    }

    @Test
    void whoHasLostTheLaneChangesNothing() {
        List<RowId> events = appendEvents(2);
        Claim claim = claimed(events.get(0));
        clock.set(LEASE_END);
        open(outbox.newStore(), EVENTS);

        assertThatThrownBy(() -> settle(lease, new Quarantined(claim, refusal(events.get(0)))))
                .isInstanceOf(LaneLostException.class);
        assertThatThrownBy(() -> settle(lease, new Dead(List.of(refusal(events.get(1))), NOW)))
                .isInstanceOf(LaneLostException.class);

        assertThat(counts()).isEqualTo(new Counts(2, 1, 0, 0));
        assertThat(suspectsAfterRestart()).isEmpty();
    }

    private Claim claimed(RowId row) {
        Claim claim = claimOf(List.of(row));
        assertThat(store.claim(lease, claim, LEASE).isClaimed()).isTrue();
        return claim;
    }

    private void setAside(RowId row) {
        settle(lease, new Quarantined(claimed(row), refusal(row)));
    }

    private void setAsideUnclaimed(RowId row) {
        settle(lease, new Quarantined(claimOf(List.of(row)), refusal(row)));
    }

    private List<Refusal> suspectsAfterRestart() {
        restart();
        return suspects(EVENTS);
    }

    private List<Refusal> suspects(Lane lane) {
        return granted(store.openLane(lane, LEASE)).suspects();
    }
}
