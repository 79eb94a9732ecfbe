package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchFixture;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPolicyTest {

    @ParameterizedTest(name = "{0} rows: {1} and {2}")
    @CsvSource({"2, 1, 1", "3, 1, 2", "4, 2, 2", "5, 2, 3", "499, 249, 250", "500, 250, 250"})
    void theLeftHalfIsRoundedDown(int rows, int left, int right) {
        List<Batch> halves = SplitPolicy.halve(BatchFixture.batchOf(rows));

        assertThat(halves.get(0).size()).isEqualTo(left);
        assertThat(halves.get(1).size()).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 100, 501})
    void nothingIsLostAndOrderIsKept(int rows) {
        Batch whole = BatchFixture.batchOf(rows);

        List<Batch> halves = SplitPolicy.halve(whole);

        List<RowId> together = new ArrayList<>(halves.get(0).rowIds());
        together.addAll(halves.get(1).rowIds());
        assertThat(together).isEqualTo(whole.rowIds());
        assertThat(halves.get(0).envelope()).isEqualTo(whole.envelope());
        assertThat(halves.get(1).kind()).isEqualTo(whole.kind());
    }

    @Test
    void everySplitEndsAtSingleRowsInOrder() {
        List<RowId> single = new ArrayList<>();

        splitToTheEnd(BatchFixture.batchOf(37), single);

        assertThat(single).isEqualTo(BatchFixture.batchOf(37).rowIds());
    }

    private static void splitToTheEnd(Batch batch, List<RowId> single) {
        if (batch.size() == 1) {
            single.addAll(batch.rowIds());
            return;
        }
        List<Batch> halves = SplitPolicy.halve(batch);
        splitToTheEnd(halves.get(0), single);
        splitToTheEnd(halves.get(1), single);
    }

    @Test
    void aSingleRowCannotBeSplit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitPolicy.halve(BatchFixture.batchOf(1)))
                .withMessage("a batch of one row cannot be split");
    }

    @Test
    void o1_aRowIsSingledOutThenGoTheRowsInFrontOfItThenThoseBehindIt() {
        Batch whole = BatchFixture.batchOf(5);

        List<Batch> parts = SplitPolicy.singleOut(whole, 2);

        List<RowId> ids = whole.rowIds();
        assertThat(parts)
                .extracting(Batch::rowIds)
                .containsExactly(List.of(ids.get(2)), List.of(ids.get(0), ids.get(1)), List.of(ids.get(3), ids.get(4)));
    }

    @Test
    void o1_whereNothingStandsBeforeOrBehindTheRowNothingIsSent() {
        Batch whole = BatchFixture.batchOf(3);

        assertThat(SplitPolicy.singleOut(whole, 0)).extracting(Batch::size).containsExactly(1, 2);
        assertThat(SplitPolicy.singleOut(whole, 2)).extracting(Batch::size).containsExactly(1, 2);
    }

    @Test
    void fromASingleRowNothingIsSingledOut() {
        assertThatIllegalArgumentException().isThrownBy(() -> SplitPolicy.singleOut(BatchFixture.batchOf(1), 0));
    }

    @ParameterizedTest(name = "{0} of a batch of 5 blames {1}")
    @CsvSource({"events[0], 0", "events[4], 4", "events[3].ts_ms, 3", "events[1]: too old, 1", "events[0002], 2"})
    void aHintNamesARow(String field, int row) {
        assertThat(SplitPolicy.blamedRow(BatchFixture.batchOf(5), Optional.of(field)))
                .hasValue(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "events",
                "events[5]",
                "events[-1]",
                "events[99999999999999999999]",
                "spans[1]",
                "ts_ms",
                "[1]",
                "body.events[1]",
                " events[1]",
                "events[1",
                "events[]",
                "events[٣]"
            })
    void anyOtherHintNamesNone(String field) {
        assertThat(SplitPolicy.blamedRow(BatchFixture.batchOf(5), Optional.of(field)))
                .isEmpty();
    }

    @Test
    void withoutAHintNoRowIsBlamed() {
        assertThat(SplitPolicy.blamedRow(BatchFixture.batchOf(5), Optional.empty()))
                .isEmpty();
    }
}
