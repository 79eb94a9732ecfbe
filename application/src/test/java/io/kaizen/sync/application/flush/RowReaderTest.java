package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RowReaderTest {

    private static final Lane EVENTS = Lane.of(BatchKind.EVENTS);
    private static final Bound BOUND = new Bound() {};

    private final List<OutboxRow> rows = new ArrayList<>();
    private final List<PageRequest> requests = new ArrayList<>();

    @Test
    void packsRowsInOrderUpToTheLimit() {
        addRows("{}", "{}", "{}", "{}", "{}");
        RowReader reader = reader(new BatchLimits(2, 1_000_000));

        assertThat(packed(reader.next())).containsExactly(1L, 2L);
        assertThat(packed(reader.next())).containsExactly(3L, 4L);
        assertThat(packed(reader.next())).containsExactly(5L);
        assertThat(reader.next()).isEqualTo(new RowReader.Exhausted());
    }

    @Test
    void aRowThatDoesNotFitComesNext() {
        addRows("{}", "{\"long\":\"" + "x".repeat(200) + "\"}", "{}");
        RowReader reader = reader(new BatchLimits(500, 150));

        assertThat(packed(reader.next())).containsExactly(1L);
        assertThat(packed(reader.next())).containsExactly(2L);
        assertThat(packed(reader.next())).containsExactly(3L);
    }

    @Test
    void aBadRowIsPutOnOneSideAndTheOthersTravelTogether() {
        addRows("{}", "bad", "{}");
        RowReader reader = reader(new BatchLimits(500, 1_000_000));

        assertThat(packed(reader.next())).containsExactly(1L, 3L);
        assertThat(reader.takePoison())
                .containsExactly(new Refusal(new RowId(2), PoisonReason.MALFORMED, "it says so", 0));
        assertThat(reader.takePoison()).isEmpty();
        assertThat(reader.next()).isEqualTo(new RowReader.Exhausted());
    }

    @Test
    void manyBadRowsAreHandedOutInPortions() {
        addRows("bad", "bad", "bad", "bad", "bad");
        RowReader reader = reader(new BatchLimits(2, 1_000_000));

        assertThat(reader.next()).isEqualTo(new RowReader.FullOfPoison());
        assertThat(reader.takePoison()).hasSize(2);
        assertThat(reader.next()).isEqualTo(new RowReader.FullOfPoison());
        assertThat(reader.takePoison()).hasSize(2);
        assertThat(reader.next()).isEqualTo(new RowReader.Exhausted());
        assertThat(reader.takePoison()).hasSize(1);
    }

    @Test
    void whatWasPackedBeforeThePortionWasFullIsNotLost() {
        addRows("{}", "bad", "bad", "{}");
        RowReader reader = reader(new BatchLimits(2, 1_000_000));

        assertThat(packed(reader.next())).containsExactly(1L);
        assertThat(reader.takePoison()).hasSize(2);
        assertThat(packed(reader.next())).containsExactly(4L);
    }

    @Test
    void aRowThatWasTooLongToReadIsNotEncoded() {
        rows.add(OutboxRow.unread(new RowId(1), new OwnerId("o"), BatchKind.EVENTS, 100_000_000));
        addRows("{}");
        RowReader reader = reader(new BatchLimits(500, 1_000_000));

        assertThat(packed(reader.next())).containsExactly(2L);
        assertThat(reader.takePoison())
                .containsExactly(new Refusal(
                        new RowId(1),
                        PoisonReason.TOO_LARGE,
                        "its 100000000 bytes are more than the 8388608 that are read of a row",
                        0));
    }

    @Test
    void unwantedRowsArePassedOver() {
        addRows("{}", "{}", "{}", "{}", "{}");
        RowReader reader = reader(new BatchLimits(2, 1_000_000), OnPoison.DEAD_LETTER, row -> row.value() > 4);

        assertThat(packed(reader.next())).containsExactly(5L);
        assertThat(reader.next()).isEqualTo(new RowReader.Exhausted());
        assertThat(reader.head()).isEmpty();
    }

    @Test
    void whereBadRowsStopWhatStandsBeforeThemIsPackedFirst() {
        addRows("{}", "bad", "{}");
        RowReader reader = reader(new BatchLimits(500, 1_000_000), OnPoison.STOP, row -> true);

        assertThat(packed(reader.next())).containsExactly(1L);
        assertThat(reader.next())
                .isInstanceOfSatisfying(
                        RowReader.Blocked.class,
                        blocked -> assertThat(blocked.stop().message())
                                .contains("row 2")
                                .contains("events")
                                .contains("it says so"));
        assertThat(reader.head()).contains(new RowId(2));
        assertThat(reader.takePoison()).isEmpty();
    }

    @Test
    void rowsOfAKindThatNobodyKnowsArePoison() {
        addRows("{}", "{}", "{}");
        RowReader reader = strangeReader(OnPoison.DEAD_LETTER);

        assertThat(reader.next()).isEqualTo(new RowReader.FullOfPoison());
        assertThat(reader.takePoison())
                .containsExactly(
                        new Refusal(new RowId(1), PoisonReason.UNKNOWN_KIND, "this version does not know its kind", 0),
                        new Refusal(new RowId(2), PoisonReason.UNKNOWN_KIND, "this version does not know its kind", 0));
        assertThat(reader.next()).isEqualTo(new RowReader.Exhausted());
        assertThat(reader.takePoison()).hasSize(1);
    }

    @Test
    void whereBadRowsStopSoDoTheRowsOfAKindThatNobodyKnows() {
        addRows("{}");

        assertThat(strangeReader(OnPoison.STOP).next()).isInstanceOf(RowReader.Blocked.class);
    }

    @Test
    void neverAsksForMoreThanABatchCanHold() {
        addRows("{}", "{}", "{}");
        RowReader reader = reader(new BatchLimits(2, 1_234));

        reader.next();
        reader.next();

        assertThat(requests)
                .containsExactly(
                        new PageRequest(EVENTS, BOUND, Optional.empty(), 2, 1_234, 8 << 20),
                        new PageRequest(EVENTS, BOUND, Optional.of(new RowId(2)), 2, 1_234, 8 << 20),
                        new PageRequest(EVENTS, BOUND, Optional.of(new RowId(3)), 2, 1_234, 8 << 20));
    }

    private RowReader reader(BatchLimits limits) {
        return reader(limits, OnPoison.DEAD_LETTER, row -> true);
    }

    private RowReader reader(BatchLimits limits, OnPoison onPoison, Predicate<RowId> wanted) {
        FlushSettings settings = Fixtures.settings(limits, onPoison);
        return new RowReader(rowsOf(BatchKind.EVENTS, settings), wanted);
    }

    private RowReader strangeReader(OnPoison onPoison) {
        FlushSettings settings = Fixtures.settings(new BatchLimits(2, 1_000), onPoison);
        BatchKind strange = new BatchKind("spaceships");
        return new RowReader(rowsOf(strange, settings), row -> true);
    }

    private void addRows(String... payloads) {
        for (String payload : payloads) {
            rows.add(Fixtures.row(rows.size() + 1L, payload));
        }
    }

    private static List<Long> packed(RowReader.Next next) {
        assertThat(next).isInstanceOf(RowReader.Packed.class);
        return ((RowReader.Packed) next)
                .batch().rowIds().stream().map(RowId::value).toList();
    }

    /** The rows of this test, of whatever kind is asked for. */
    private List<OutboxRow> page(PageRequest request) {
        requests.add(request);
        RowId after = request.after().orElse(RowId.BEFORE_ALL);
        return rows.stream()
                .filter(row -> row.id().isAfter(after))
                .limit(request.maxRows())
                .toList();
    }

    private LaneRows rowsOf(BatchKind kind, FlushSettings settings) {
        LaneLease lease = new LaneLease(Lane.of(kind), true, "me", 1);
        return new LaneRows(this::page, Fixtures.ENCODER, settings, lease, BOUND);
    }
}
