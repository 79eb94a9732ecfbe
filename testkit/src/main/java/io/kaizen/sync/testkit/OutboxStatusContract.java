package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxAdmin} keeps to. */
public abstract class OutboxStatusContract extends OutboxContract {

    @Test
    void anEmptyOutboxHasNothingToTell() {
        OutboxStatus status = status();

        assertThat(status.byKind()).isEmpty();
        assertThat(status.total()).isEqualTo(Counts.NONE);
        assertThat(status.lastSuccess()).isEmpty();
        assertThat(status.consecutiveFailures()).isZero();
        assertThat(status.lastError()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void rowsAreCountedByKindAndState() {
        List<RowId> events = appendEvents(6);
        append(BatchKind.TOOL_SPANS, "{}", "{}");
        LaneLease lease = open(store, EVENTS);
        Claim sent = claimOf(events.subList(0, 2));
        store.claim(lease, sent, LEASE);
        settle(lease, new Sent(sent, NOW));
        store.claim(lease, claimOf(events.subList(2, 5)), LEASE);

        OutboxStatus status = status();

        assertThat(status.byKind()).hasSize(2);
        assertThat(status.byKind().get(BatchKind.EVENTS)).isEqualTo(new Counts(4, 3, 2, 0));
        assertThat(status.byKind().get(BatchKind.TOOL_SPANS)).isEqualTo(new Counts(2, 0, 0, 0));
        assertThat(status.total()).isEqualTo(new Counts(6, 3, 2, 0));
        assertThat(problems()).isEmpty();
    }

    @Test
    void rowsThatWereReplacedAreNotClaimedAnyMore() {
        List<RowId> events = appendEvents(2);
        store.claim(open(store, EVENTS), claimOf(events), LEASE);
        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());
        appendEvents(1);

        assertThat(status().total()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(problems()).isEmpty();
    }

    @Test
    void failuresAreCountedUntilACommit() {
        store.recordFailure("first");
        store.recordFailure("second");

        assertThat(status().consecutiveFailures()).isEqualTo(2);
        assertThat(status().lastError()).contains("second");
        assertThat(status().lastSuccess()).isEmpty();

        LaneLease lease = open(store, EVENTS);
        Claim claim = claimOf(appendEvents(1));
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));

        assertThat(status().consecutiveFailures()).isZero();
        assertThat(status().lastError()).isEmpty();
        assertThat(status().lastSuccess()).contains(NOW);
    }

    @Test
    void aFailureLeavesTheLastSuccessInPlace() {
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimOf(appendEvents(1));
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));

        store.recordFailure("401 unauthorized");
        restart();

        assertThat(status().lastSuccess()).contains(NOW);
        assertThat(status().consecutiveFailures()).isEqualTo(1);
        assertThat(status().lastError()).contains("401 unauthorized");
    }

    private OutboxStatus status() {
        return outbox.admin().status();
    }

    private List<String> problems() {
        return outbox.admin().problems();
    }
}
