package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link io.kaizen.sync.application.port.out.admin.OutboxAdmin} owes, and that the accounts are right whatever it removes. */
public abstract class OutboxUpkeepContract extends OutboxContract {

    /** Marks may be as far apart as this. */
    private static final Duration BETWEEN_MARKS = Duration.ofHours(1);

    private static final Instant LATER = NOW.plus(BETWEEN_MARKS);

    @Test
    void whatWasMarkedSentBeforeGoesAndWhatIsPendingStays() {
        List<RowId> rows = appendEvents(3);
        send(rows.subList(0, 2));
        outbox.admin().markSent(NOW);

        PurgeResult early = outbox.admin().purgeSent(NOW, 10);
        PurgeResult due = outbox.admin().purgeSent(LATER, 10);

        assertThat(early).isEqualTo(new PurgeResult(0, true));
        assertThat(due).isEqualTo(new PurgeResult(2, true));
        assertThat(pending(BatchKind.EVENTS)).containsExactly(rows.get(2));
        assertThat(outbox.admin().balance()).isEqualTo(new OutboxBalance(3, 1, 0, 2, 0, 0));
    }

    @Test
    void whatNobodyHasMarkedStays() {
        send(appendEvents(2));

        PurgeResult result = outbox.admin().purgeSent(LATER, 10);

        assertThat(result).isEqualTo(new PurgeResult(0, true));
        assertThat(counts().sent()).isEqualTo(2);
    }

    @Test
    void whatIsSentAfterAMarkWaitsForTheNext() {
        List<RowId> rows = appendEvents(2);
        send(rows.subList(0, 1));
        outbox.admin().markSent(NOW);
        send(rows.subList(1, 2));
        outbox.admin().markSent(LATER);

        PurgeResult result = outbox.admin().purgeSent(LATER, 10);

        assertThat(result.removed()).isEqualTo(1);
        assertThat(counts().sent()).isEqualTo(1);
    }

    @Test
    void noStepRemovesMoreThanItMayAndTheStepsComeToAnEnd() {
        send(appendEvents(5));
        outbox.admin().markSent(NOW);

        PurgeResult first = outbox.admin().purgeSent(LATER, 2);
        long removed = first.removed();
        boolean isDone = first.isDone();
        for (int step = 0; step < 10 && !isDone; step++) {
            PurgeResult next = outbox.admin().purgeSent(LATER, 2);
            assertThat(next.removed()).isLessThanOrEqualTo(2);
            removed += next.removed();
            isDone = next.isDone();
        }

        assertThat(first.removed()).isLessThanOrEqualTo(2);
        assertThat(removed).isEqualTo(5);
        assertThat(isDone).isTrue();
    }

    @Test
    void everyRowThatWasEverEnqueuedIsAccountedFor() {
        List<RowId> rows = appendEvents(3);
        LaneLease lease = send(rows.subList(0, 1));
        settle(lease, new Dead(List.of(refusal(rows.get(1))), NOW));
        outbox.admin().markSent(NOW);
        outbox.admin().purgeSent(LATER, 10);
        append(BatchKind.TOOL_SPANS, "{}");

        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());

        assertThat(outbox.admin().balance()).isEqualTo(new OutboxBalance(4, 1, 0, 1, 1, 1));
    }

    @Test
    void aStepRemovesAtLeastARow() {
        assertThatIllegalArgumentException().isThrownBy(() -> outbox.admin().purgeSent(LATER, 0));
    }

    private LaneLease send(List<RowId> rows) {
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimOf(rows);
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));
        return lease;
    }
}
