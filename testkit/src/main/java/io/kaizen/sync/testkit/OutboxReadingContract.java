package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneHead;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link io.kaizen.sync.application.port.out.store.OutboxStore} keeps to in reading. */
public abstract class OutboxReadingContract extends OutboxContract {

    @Test
    void anEmptyOutboxHasNothingPending() {
        assertThat(heads()).isEmpty();
        assertThat(pending(BatchKind.EVENTS)).isEmpty();
        assertThat(countPending()).isZero();
    }

    @Test
    void aRowComesBackAsItWasPutIn() {
        String odd = "{\"text\":\"\u00e4 \ud83d\ude80 \\u0000\",  \"n\": 18446744073709551615}";
        RowId id = append(BatchKind.TOOL_SPANS, odd).get(0);

        OutboxRow row = page(BatchKind.TOOL_SPANS).get(0);

        assertThat(row.id()).isEqualTo(id);
        assertThat(row.owner()).isEqualTo(OWNER);
        assertThat(row.kind()).isEqualTo(BatchKind.TOOL_SPANS);
        assertThat(text(row)).isEqualTo(odd);
    }

    @Test
    void aPageSaysWhoseEachRowIsHoweverOwnersTakeTurns() {
        List<OwnerId> owners = Stream.of("", "ann", "ann", "\u00e4nn", "anna", "ann", "")
                .map(OwnerId::new)
                .toList();
        byte[] row = "{}".getBytes(UTF_8);
        owners.forEach(
                owner -> queue.append(BatchKind.EVENTS, owner, List.of(row).iterator()));

        assertThat(page(BatchKind.EVENTS)).extracting(OutboxRow::owner).isEqualTo(owners);
    }

    @Test
    void f67_bytesThatAreNoTextComeBackUntouched() {
        byte[] broken = {'"', (byte) 0xff, (byte) 0xc3, 0, '"'};
        queue.append(BatchKind.EVENTS, OWNER, List.of(broken).iterator());

        assertThat(page(BatchKind.EVENTS).get(0).payload()).isEqualTo(broken);
    }

    @Test
    void headsNameTheOldestRowOfEachKindInTheOrderOfNames() {
        RowId span = append(BatchKind.TOOL_SPANS, "{}", "{}").get(0);
        RowId event = appendEvents(3).get(0);
        RowId unknown = append(new BatchKind("brand new"), "{}").get(0);

        assertThat(heads())
                .containsExactly(
                        new LaneHead(Lane.of(new BatchKind("brand new")), unknown),
                        new LaneHead(Lane.of(BatchKind.EVENTS), event),
                        new LaneHead(Lane.of(BatchKind.TOOL_SPANS), span));
    }

    @Test
    void whatIsEnqueuedLaterLiesBeyondTheBound() {
        List<RowId> events = appendEvents(2);
        Bound bound = store.bound();
        queue.append(BatchKind.EVENTS, OWNER, List.of(bytes("{}")).iterator());
        queue.append(BatchKind.TOOL_SPANS, OWNER, List.of(bytes("{}")).iterator());

        Backlog backlog = store.backlog(bound);

        assertThat(backlog.lanes()).containsExactly(new LaneHead(EVENTS, events.get(0)));
        assertThat(backlog.pending()).isEqualTo(RowCount.exactly(4));
        assertThat(ids(store.page(oldest(bound, Optional.empty(), 100, Long.MAX_VALUE))))
                .isEqualTo(events);
        assertThat(ids(store.page(youngest(bound, Optional.empty(), 100))))
                .containsExactly(events.get(1), events.get(0));
    }

    @Test
    void theBoundOfAnEmptyOutboxHasNothing() {
        Bound bound = store.bound();
        appendEvents(1);

        assertThat(store.backlog(bound).lanes()).isEmpty();
        assertThat(store.page(oldest(bound, Optional.empty(), 100, Long.MAX_VALUE)))
                .isEmpty();
        assertThat(store.page(youngest(bound, Optional.empty(), 100))).isEmpty();
    }

    @Test
    void kindsOfAnyNameAreFound() {
        for (String name : List.of("", "'; drop table sync_outbox; --", "\ud83d\ude80", "\uffff", "EVENTS")) {
            BatchKind kind = new BatchKind(name);
            RowId id = append(kind, "{}").get(0);

            assertThat(heads()).contains(new LaneHead(Lane.of(kind), id));
            assertThat(pending(kind)).containsExactly(id);
        }
        assertThat(heads())
                .hasSize(5)
                .isSortedAccordingTo(
                        (a, b) -> a.lane().kind().compareTo(b.lane().kind()));
    }

    @Test
    void aPageHasOneKindInIdOrderHoweverTheyAreMixed() {
        List<RowId> first = appendEvents(2);
        append(BatchKind.TOOL_SPANS, "{}");
        List<RowId> second = appendEvents(2);

        assertThat(pending(BatchKind.EVENTS)).containsExactly(first.get(0), first.get(1), second.get(0), second.get(1));
    }

    @Test
    void aPageBeginsBehindOneRow() {
        List<RowId> events = appendEvents(5);

        assertThat(ids(store.page(oldest(store.bound(), Optional.of(events.get(0)), 3, Long.MAX_VALUE))))
                .isEqualTo(events.subList(1, 4));
    }

    @Test
    void aPageHasNoMoreRowsThanAskedFor() {
        List<RowId> events = appendEvents(5);

        assertThat(firstPage(2, Long.MAX_VALUE)).isEqualTo(events.subList(0, 2));
    }

    @Test
    void aPageHasNoMoreBytesThanAskedFor() {
        List<RowId> events = append(BatchKind.EVENTS, "[1]", "[2]", "[3]");

        assertThat(firstPage(100, 9)).isEqualTo(events);
        assertThat(firstPage(100, 8)).isEqualTo(events.subList(0, 2));
        assertThat(firstPage(100, 3)).isEqualTo(events.subList(0, 1));
    }

    @Test
    void bytesAreCountedNotCharacters() {
        List<RowId> events = append(BatchKind.EVENTS, "\"\u00e4\"", "\"\u00e4\"");

        assertThat(firstPage(100, 7)).isEqualTo(events.subList(0, 1));
        assertThat(firstPage(100, 8)).isEqualTo(events);
    }

    @Test
    void theFirstRowIsReadHoweverLongItIs() {
        String longRow = "\"" + "x".repeat(5_000) + "\"";
        List<RowId> events = append(BatchKind.EVENTS, longRow, "[2]");

        List<OutboxRow> page = store.page(oldest(store.bound(), Optional.empty(), 100, 10));

        assertThat(ids(page)).isEqualTo(events.subList(0, 1));
        assertThat(text(page.get(0))).isEqualTo(longRow);
    }

    @Test
    void aRowThatIsTooLongEndsThePageBeforeIt() {
        List<RowId> events = append(BatchKind.EVENTS, "[1]", "\"" + "x".repeat(5_000) + "\"", "[3]");

        assertThat(firstPage(100, 10)).isEqualTo(events.subList(0, 1));
    }

    @Test
    void aRowThatIsLongerThanAnyMayBeIsThereButNotRead() {
        String longRow = "\"" + "x".repeat(5_000) + "\"";
        List<RowId> events = append(BatchKind.EVENTS, "[1]", longRow, "[3]");

        List<OutboxRow> page = page(1000, 5_001);

        assertThat(ids(page)).isEqualTo(events);
        assertThat(page).extracting(OutboxRow::isRead).containsExactly(true, false, true);
        assertThat(page.get(1).payload()).isEmpty();
        assertThat(page.get(1).payloadBytes()).isEqualTo(5_002);
        assertThat(page.get(1).owner()).isEqualTo(OWNER);
        assertThat(page.get(1).kind()).isEqualTo(BatchKind.EVENTS);
        assertThat(text(page.get(2))).isEqualTo("[3]");
    }

    @Test
    void aRowThatIsAsLongAsOneMayBeIsRead() {
        append(BatchKind.EVENTS, "\"xyz\"", "\"\u00e4\u00e4\"");

        assertThat(page(1000, 5)).extracting(OutboxRow::isRead).containsExactly(true, false);
        assertThat(page(1000, 6)).extracting(OutboxRow::isRead).containsExactly(true, true);
    }

    @Test
    void rowsThatAreNotReadTakeNoRoomInAPage() {
        List<RowId> events = append(BatchKind.EVENTS, "[1234]", "[1]", "[1234]", "[2]", "[1234]", "[3]");

        assertThat(ids(page(6, 5))).isEqualTo(events.subList(0, 5));
        assertThat(ids(page(9, 5))).isEqualTo(events);
    }

    @Test
    void aRowThatIsNotReadIsTheFirstOfItsPageLikeAnyOther() {
        List<RowId> events = append(BatchKind.EVENTS, "[12345678]", "[1234]", "[3]");

        assertThat(ids(page(2, 8))).isEqualTo(events.subList(0, 1));
    }

    @Test
    void anEmptyPayloadIsRead() {
        append(BatchKind.EVENTS, "", "[2]");

        List<OutboxRow> page = page(1000, 1000);

        assertThat(page).extracting(OutboxRow::isRead).containsExactly(true, true);
        assertThat(page.get(0).payload()).isEmpty();
    }

    @Test
    void theRowsOfAClaimAreThoseThatArePendingStill() {
        List<RowId> events = appendEvents(4);
        RowId span = append(BatchKind.TOOL_SPANS, "{}").get(0);
        RowId nobody = new RowId(999_999);

        List<RowId> asked = List.of(events.get(0), events.get(2), events.get(3), span, nobody);

        assertThat(ids(store.rows(claimOf(asked)))).containsExactly(events.get(0), events.get(2), events.get(3));
        assertThat(store.rows(claimOf(List.of(nobody)))).isEmpty();
    }

    @Test
    void sentRowsAreNotRead() {
        List<RowId> events = appendEvents(3);
        var lease = open(store, EVENTS);
        var claim = claimOf(List.of(events.get(0), events.get(2)));
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));

        assertThat(pending(BatchKind.EVENTS)).containsExactly(events.get(1));
        assertThat(heads()).containsExactly(new LaneHead(Lane.of(BatchKind.EVENTS), events.get(1)));
        assertThat(ids(store.rows(claimOf(events)))).containsExactly(events.get(1));
        assertThat(countPending()).isEqualTo(1);
    }

    @Test
    void o1_aPageFromTheOtherEndBeginsWithTheYoungestRow() {
        List<RowId> events = appendEvents(4);
        append(BatchKind.TOOL_SPANS, "{}");

        assertThat(ids(store.page(youngest(store.bound(), Optional.empty(), 3))))
                .containsExactly(events.get(3), events.get(2), events.get(1));
        assertThat(ids(store.page(youngest(store.bound(), Optional.of(events.get(2)), 3))))
                .containsExactly(events.get(1), events.get(0));
        assertThat(store.page(youngest(store.bound(), Optional.of(events.get(0)), 3)))
                .isEmpty();
    }

    @Test
    void rowsAreCountedUpToAMost() {
        appendEvents(3);

        assertThat(RowCount.upToTheMost(RowCount.MOST_COUNTED)).isEqualTo(RowCount.exactly(RowCount.MOST_COUNTED));
        assertThat(RowCount.upToTheMost(RowCount.MOST_COUNTED + 1L).isExact()).isFalse();
        assertThat(store.backlog(store.bound()).pending()).isEqualTo(RowCount.exactly(3));
    }

    private static PageRequest youngest(Bound bound, Optional<RowId> after, int maxRows) {
        return new PageRequest(
                EVENTS, bound, after, maxRows, Long.MAX_VALUE, Long.MAX_VALUE, PageRequest.Order.YOUNGEST_FIRST);
    }

    private static PageRequest oldest(Bound bound, Optional<RowId> after, int maxRows, long maxBytes) {
        return new PageRequest(EVENTS, bound, after, maxRows, maxBytes, Long.MAX_VALUE);
    }

    private List<RowId> firstPage(int maxRows, long maxBytes) {
        return ids(store.page(oldest(store.bound(), Optional.empty(), maxRows, maxBytes)));
    }

    private List<OutboxRow> page(long maxBytes, long maxRowBytes) {
        return store.page(new PageRequest(EVENTS, store.bound(), Optional.empty(), 100, maxBytes, maxRowBytes));
    }
}
