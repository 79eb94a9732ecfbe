package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.kaizen.sync.application.port.out.store.OutboxStore} remembers of what exporters have taken. */
public abstract class ExporterAcknowledgementContract extends OutboxContract {

    private LaneLease lease;

    @BeforeEach
    void openLane() {
        lease = open(store, EVENTS);
    }

    @Test
    void atFirstNobodyHasTakenAnything() {
        appendEvents(2);

        assertThat(takenAfterRestart()).isEmpty();
    }

    @Test
    void whatEachExporterHasTakenIsThereForTheNextHolder() {
        List<RowId> events = appendEvents(4);
        settle(lease, new Taken("file", events.subList(0, 3)));
        settle(lease, new Taken("it's \ud83d\ude80", List.of(events.get(3), events.get(0))));

        assertThat(takenAfterRestart())
                .isEqualTo(Map.of(
                        "file",
                        Set.copyOf(events.subList(0, 3)),
                        "it's \ud83d\ude80",
                        Set.of(events.get(0), events.get(3))));
        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
    }

    @Test
    void whatIsSaidTwiceIsKnownOnce() {
        List<RowId> events = appendEvents(3);
        settle(lease, new Taken("file", events.subList(0, 2)));
        settle(lease, new Taken("file", events.subList(1, 3)));
        settle(lease, new Taken("file", events));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.copyOf(events)));
    }

    @Test
    void aLaneIsToldOfItsOwnKindAlone() {
        Lane spans = Lane.of(BatchKind.TOOL_SPANS);
        List<RowId> events = appendEvents(1);
        List<RowId> span = append(BatchKind.TOOL_SPANS, "{}");
        settle(lease, new Taken("file", events));
        settle(open(store, spans), new Taken("otlp", span));

        assertThat(taken(EVENTS)).isEqualTo(Map.of("file", Set.copyOf(events)));
        assertThat(taken(spans)).isEqualTo(Map.of("otlp", Set.copyOf(span)));
    }

    @Test
    void allLanesOfAKindAreTold() {
        List<RowId> events = appendEvents(1);
        settle(lease, new Taken("file", events));

        assertThat(taken(new Lane(BatchKind.EVENTS, 1))).isEqualTo(Map.of("file", Set.copyOf(events)));
    }

    @Test
    void whatIsCommittedIsForgottenAndTheRestIsNot() {
        List<RowId> events = appendEvents(5);
        settle(lease, new Taken("file", events));
        settle(lease, new Taken("otlp", events.subList(0, 1)));
        var claim = claimOf(List.of(events.get(0), events.get(2)));
        store.claim(lease, claim, LEASE);

        settle(lease, new Sent(claim, NOW));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.of(events.get(1), events.get(3), events.get(4))));
    }

    @Test
    void whatItsOwnerReplacedIsForgotten() {
        settle(lease, new Taken("file", appendEvents(2)));

        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());
        appendEvents(2);

        assertThat(takenAfterRestart()).isEmpty();
    }

    @Test
    void aReleasedClaimForgetsNothing() {
        List<RowId> events = appendEvents(1);
        var claim = claimOf(events);
        store.claim(lease, claim, LEASE);
        settle(lease, new Taken("file", events));

        settle(lease, new Released(claim));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.copyOf(events)));
    }

    @Test
    void aSuspectIsNotExportedTwice() {
        List<RowId> events = appendEvents(1);
        var claim = claimOf(events);
        store.claim(lease, claim, LEASE);
        settle(lease, new Taken("file", events));

        settle(lease, new Quarantined(claim, refusal(events.get(0))));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.copyOf(events)));
    }

    @Test
    void f80_aRetriedRowIsNotExportedAgain() {
        List<RowId> events = appendEvents(2);
        settle(lease, new Taken("file", events));
        settle(lease, new Dead(List.of(refusal(events.get(0))), NOW));
        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.of(events.get(1))));

        outbox.admin().deadLetters().retry(events.subList(0, 1));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.copyOf(events)));
    }

    @Test
    void whatIsDiscardedIsForgotten() {
        List<RowId> events = appendEvents(2);
        settle(lease, new Taken("file", events));
        settle(lease, new Dead(List.of(refusal(events.get(0))), NOW));

        outbox.admin().deadLetters().discard(events.subList(0, 1));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.of(events.get(1))));
    }

    @Test
    void manyScatteredRowsAreRemembered() {
        List<RowId> scattered =
                appendEvents(1000).stream().filter(id -> id.value() % 3 != 0).toList();

        settle(lease, new Taken("file", scattered));

        assertThat(takenAfterRestart()).isEqualTo(Map.of("file", Set.copyOf(scattered)));
    }

    @Test
    void whoHasLostTheLaneChangesNothing() {
        List<RowId> events = appendEvents(1);
        clock.set(LEASE_END);
        open(outbox.newStore(), EVENTS);

        assertThatThrownBy(() -> settle(lease, new Taken("file", events))).isInstanceOf(LaneLostException.class);

        assertThat(takenAfterRestart()).isEmpty();
    }

    private Map<String, Set<RowId>> takenAfterRestart() {
        restart();
        return taken(EVENTS);
    }

    private Map<String, Set<RowId>> taken(Lane lane) {
        return granted(store.openLane(lane, LEASE)).acknowledged();
    }
}
