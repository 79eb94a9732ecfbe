package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What all {@link io.kaizen.sync.application.port.out.admin.DeadLetters} keep to. */
public abstract class DeadLettersContract extends OutboxContract {

    private static final RowId NOBODY = new RowId(999_999);
    private static final byte[] NO_TEXT = {'"', (byte) 0xff, (byte) 0xc3, 0, '\n', '"', 0};

    @Test
    void anOutboxBeginsWithoutDeadLetters() {
        appendEvents(1);

        assertThat(listed()).isEmpty();
        assertThat(outbox.admin().deadLetters().find(new RowId(1))).isEmpty();
        assertThat(outbox.admin().deadLetters().payload(new RowId(1), 10)).isEmpty();
        assertThat(outbox.admin().deadLetters().retryAll()).isZero();
    }

    @Test
    void theyAreListedInTheOrderOfTheirRowsPageByPage() {
        List<RowId> events = appendEvents(5);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        die(BatchKind.TOOL_SPANS, span);
        die(BatchKind.EVENTS, events.get(4));
        die(BatchKind.EVENTS, events.get(3), events.get(0), events.get(1));

        assertThat(listed()).containsExactly(events.get(0), events.get(1), events.get(3), events.get(4), span);
        assertThat(listed(RowId.BEFORE_ALL, 2)).containsExactly(events.get(0), events.get(1));
        assertThat(listed(events.get(1), 2)).containsExactly(events.get(3), events.get(4));
        assertThat(listed(events.get(4), 2)).containsExactly(span);
        assertThat(listed(span, 2)).isEmpty();
    }

    @Test
    void oneIsFoundByItsRow() {
        List<RowId> events = appendEvents(2);
        die(BatchKind.EVENTS, events.get(0));

        assertThat(outbox.admin().deadLetters().find(events.get(0)))
                .contains(new DeadLetter(refusal(events.get(0)), BatchKind.EVENTS, OWNER, 7, NOW));
        assertThat(outbox.admin().deadLetters().list(RowId.BEFORE_ALL, 1))
                .containsExactly(new DeadLetter(refusal(events.get(0)), BatchKind.EVENTS, OWNER, 7, NOW));
        assertThat(outbox.admin().deadLetters().find(events.get(1))).isEmpty();
        assertThat(outbox.admin().deadLetters().find(NOBODY)).isEmpty();
    }

    @Test
    void aPayloadIsShownAsItWasEnqueuedAndNoMoreOfItThanAskedFor() {
        RowId row = appendBytes(NO_TEXT);
        die(BatchKind.EVENTS, row);

        assertThat(payload(row, 100)).isEqualTo(NO_TEXT);
        assertThat(payload(row, NO_TEXT.length)).isEqualTo(NO_TEXT);
        assertThat(payload(row, 3)).isEqualTo(Arrays.copyOf(NO_TEXT, 3));
        assertThat(payload(row, 0)).isEmpty();
        assertThat(outbox.admin().deadLetters().find(row))
                .map(DeadLetter::payloadBytes)
                .contains((long) NO_TEXT.length);
    }

    @Test
    void aPayloadIsCutByBytesNotCharacters() {
        RowId row = append(BatchKind.EVENTS, "\"\u00e4\"").get(0);
        die(BatchKind.EVENTS, row);

        assertThat(payload(row, 2)).isEqualTo(new byte[] {'"', (byte) 0xc3});
    }

    @Test
    void payloadsOfAnyLengthGoThereAndBackUnchanged() {
        byte[] noise = new byte[2 << 20];
        new Random(7).nextBytes(noise);
        for (byte[] payload : List.of(new byte[0], NO_TEXT, noise)) {
            RowId row = appendBytes(payload);

            die(BatchKind.EVENTS, row);
            assertThat(payload(row, Integer.MAX_VALUE)).isEqualTo(payload);

            assertThat(outbox.admin().deadLetters().retry(List.of(row))).isEmpty();
            assertThat(stored(row).payload()).isEqualTo(payload);
        }
    }

    @Test
    void f79_deadLettersSurviveARestartAndDoNotReturnToTheQueue() {
        List<RowId> events = appendEvents(3);
        die(BatchKind.EVENTS, events.get(1));

        restart();

        assertThat(listed()).containsExactly(events.get(1));
        assertThat(payload(events.get(1), 100)).isEqualTo(bytes("{\"n\":1}"));
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(0), events.get(2));
        assertThat(counts()).isEqualTo(new Counts(2, 0, 0, 1));
        assertThat(outbox.admin().problems()).isEmpty();
    }

    @Test
    void producersThatReplaceTheirRowsLeaveDeadOnesAlone() {
        RowId dead = appendEvents(1).get(0);
        die(BatchKind.EVENTS, dead);

        queue.replace(BatchKind.EVENTS, OWNER, List.of(bytes("{}")).iterator());
        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());

        assertThat(listed()).containsExactly(dead);
    }

    @Test
    void f80_aRetriedRowIsTheSameRowInItsOldPlace() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        List<RowId> events = appendEvents(4);
        die(BatchKind.EVENTS, events.get(0), events.get(2));
        appendEvents(1);

        assertThat(outbox.admin().deadLetters().retry(List.of(events.get(2), events.get(0))))
                .isEmpty();

        restart();
        assertThat(pending(BatchKind.EVENTS))
                .startsWith(events.toArray(RowId[]::new))
                .hasSize(5);
        assertThat(heads())
                .containsExactly(
                        new LaneHead(Lane.of(BatchKind.EVENTS), events.get(0)),
                        new LaneHead(Lane.of(BatchKind.TOOL_SPANS), span));
        assertThat(text(stored(events.get(2)))).isEqualTo("{\"n\":2}");
        assertThat(stored(events.get(2)).owner()).isEqualTo(OWNER);
        assertThat(listed()).isEmpty();
        assertThat(counts()).isEqualTo(new Counts(6, 0, 0, 0));
        assertThat(outbox.admin().problems()).isEmpty();
    }

    @Test
    void idsOfDeadRowsAreNotGivenToNewOnes() {
        RowId last = appendEvents(1).get(0);
        die(BatchKind.EVENTS, last);
        restart();

        assertThat(appendEvents(1).get(0).isAfter(last)).isTrue();
    }

    @Test
    void ofARetriedRowNothingIsHeldAgainstIt() {
        RowId row = appendEvents(1).get(0);
        var lease = open(store, EVENTS);
        var claim = claimOf(List.of(row));
        store.claim(lease, claim, LEASE);
        settle(lease, new Quarantined(claim, refusal(row)));
        settle(lease, new Dead(List.of(refusal(row)), NOW));

        outbox.admin().deadLetters().retry(List.of(row));

        assertThat(granted(store.openLane(EVENTS, LEASE)).suspects()).isEmpty();
    }

    @Test
    void aRetriedRowCanBeSentAndCanDieAgain() {
        List<RowId> events = appendEvents(2);
        die(BatchKind.EVENTS, events.get(0), events.get(1));
        outbox.admin().deadLetters().retry(events);
        var lease = open(store, EVENTS);
        var claim = claimOf(events.subList(0, 1));
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));
        Refusal second = new Refusal(events.get(1), PoisonReason.TOO_LARGE, "again", 5);

        assertThat(settle(lease, new Dead(List.of(second), NOW.plusSeconds(1))).rows())
                .isEqualTo(1);

        assertThat(outbox.admin().deadLetters().find(events.get(1)))
                .contains(new DeadLetter(second, BatchKind.EVENTS, OWNER, 7, NOW.plusSeconds(1)));
        assertThat(counts()).isEqualTo(new Counts(0, 0, 1, 1));
    }

    @Test
    void whereOneIsNotDeadNoneIsRetried() {
        List<RowId> events = appendEvents(3);
        die(BatchKind.EVENTS, events.get(0), events.get(2));

        assertThat(outbox.admin().deadLetters().retry(List.of(events.get(0), events.get(1), NOBODY, events.get(2))))
                .containsExactlyInAnyOrder(events.get(1), NOBODY);

        assertThat(listed()).containsExactly(events.get(0), events.get(2));
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1));
    }

    @Test
    void aSecondRetryFindsNothingDead() {
        List<RowId> events = appendEvents(2);
        die(BatchKind.EVENTS, events.get(0));

        assertThat(outbox.admin().deadLetters().retry(List.of(events.get(0), events.get(0))))
                .isEmpty();
        assertThat(outbox.admin().deadLetters().retry(List.of(events.get(0)))).containsExactly(events.get(0));

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
    }

    @Test
    void nothingAtAllIsRetriedAndDiscarded() {
        RowId dead = appendEvents(1).get(0);
        die(BatchKind.EVENTS, dead);

        assertThat(outbox.admin().deadLetters().retry(List.of())).isEmpty();
        assertThat(outbox.admin().deadLetters().discard(List.of())).isEmpty();

        assertThat(listed()).containsExactly(dead);
    }

    @Test
    void allAreRetriedAtOnceOfWhateverKind() {
        List<RowId> events = appendEvents(600);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        die(BatchKind.EVENTS, events.toArray(RowId[]::new));
        die(BatchKind.TOOL_SPANS, span);

        assertThat(outbox.admin().deadLetters().retryAll()).isEqualTo(601);

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        assertThat(pending(BatchKind.TOOL_SPANS)).containsExactly(span);
        assertThat(listed()).isEmpty();
        assertThat(outbox.admin().deadLetters().retryAll()).isZero();
    }

    @Test
    void aDiscardedRowIsGoneForGood() {
        List<RowId> events = appendEvents(3);
        die(BatchKind.EVENTS, events.get(0), events.get(1));

        assertThat(outbox.admin().deadLetters().discard(List.of(events.get(1)))).isEmpty();

        restart();
        assertThat(listed()).containsExactly(events.get(0));
        assertThat(outbox.admin().deadLetters().payload(events.get(1), 10)).isEmpty();
        assertThat(outbox.admin().deadLetters().retry(List.of(events.get(1)))).containsExactly(events.get(1));
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(2));
        assertThat(counts()).isEqualTo(new Counts(1, 0, 0, 1));
    }

    @Test
    void whereOneIsNotDeadNoneIsDiscarded() {
        List<RowId> events = appendEvents(2);
        die(BatchKind.EVENTS, events.get(0));

        assertThat(outbox.admin().deadLetters().discard(List.of(events.get(0), events.get(1))))
                .containsExactly(events.get(1));

        assertThat(listed()).containsExactly(events.get(0));
        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1));
    }

    private void die(BatchKind kind, RowId... rows) {
        var lease = open(store, Lane.of(kind));
        List<Refusal> refusals =
                Arrays.stream(rows).map(OutboxContract::refusal).toList();
        assertThat(settle(lease, new Dead(refusals, NOW)).rows()).isEqualTo(rows.length);
        store.closeLane(lease);
    }

    private RowId appendBytes(byte[] payload) {
        Set<RowId> before = Set.copyOf(pending(BatchKind.EVENTS));
        queue.append(BatchKind.EVENTS, OWNER, List.of(payload).iterator());
        return pending(BatchKind.EVENTS).stream()
                .filter(row -> !before.contains(row))
                .findFirst()
                .orElseThrow();
    }

    private OutboxRow stored(RowId row) {
        return page(BatchKind.EVENTS).stream()
                .filter(each -> each.id().equals(row))
                .findFirst()
                .orElseThrow();
    }

    private byte[] payload(RowId row, int maxBytes) {
        return outbox.admin().deadLetters().payload(row, maxBytes).orElseThrow();
    }

    private List<RowId> listed() {
        return listed(RowId.BEFORE_ALL, 1000);
    }

    private List<RowId> listed(RowId after, int limit) {
        return outbox.admin().deadLetters().list(after, limit).stream()
                .map(letter -> letter.refusal().row())
                .toList();
    }
}
