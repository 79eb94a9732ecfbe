package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchFixture;
import io.kaizen.sync.domain.policy.SplitPolicy.Halves;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPolicyTest {

    @ParameterizedTest(name = "{0} rows: {1} and {2}")
    @CsvSource({"2, 1, 1", "3, 1, 2", "4, 2, 2", "5, 2, 3", "499, 249, 250", "500, 250, 250"})
    void theLeftHalfIsRoundedDown(int rows, int left, int right) {
        Halves halves = SplitPolicy.halve(BatchFixture.batchOf(rows));

        assertThat(halves.left().size()).isEqualTo(left);
        assertThat(halves.right().size()).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 100, 501})
    void nothingIsLostAndOrderIsKept(int rows) {
        Batch whole = BatchFixture.batchOf(rows);

        Halves halves = SplitPolicy.halve(whole);

        List<RowId> together = new ArrayList<>(halves.left().rowIds());
        together.addAll(halves.right().rowIds());
        assertThat(together).isEqualTo(whole.rowIds());
        assertThat(halves.left().envelope()).isEqualTo(whole.envelope());
        assertThat(halves.right().kind()).isEqualTo(whole.kind());
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
        Halves halves = SplitPolicy.halve(batch);
        splitToTheEnd(halves.left(), single);
        splitToTheEnd(halves.right(), single);
    }

    @Test
    void aSingleRowCannotBeSplit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SplitPolicy.halve(BatchFixture.batchOf(1)))
                .withMessage("a batch of one row cannot be split");
    }
}
