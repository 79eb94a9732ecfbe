package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.application.flush.PackedBatch.Origin;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackedBatchTest {

    private static final Lane LANE = new Lane(BatchKind.EVENTS, 0);

    @Test
    void o1_whatStandsBehindTheNamedRowIsSentInOnePieceTheFirstTime() {
        List<PackedBatch> parts = part(Origin.PACKED).singleOut(2, 3);

        assertThat(parts)
                .extracting(PackedBatchTest::ids, PackedBatch::origin, PackedBatch::posts)
                .containsExactly(
                        tuple(List.of(13L), Origin.NAMED, 4),
                        tuple(List.of(11L, 12L), Origin.PACKED, 4),
                        tuple(List.of(14L, 15L, 16L, 17L, 18L), Origin.BEHIND_NAMED, 4));
    }

    @Test
    void o1_whatStandsBehindASecondNamedRowIsHalved() {
        List<PackedBatch> parts = part(Origin.BEHIND_NAMED).singleOut(2, 3);

        assertThat(parts)
                .extracting(PackedBatchTest::ids, PackedBatch::origin, PackedBatch::posts)
                .containsExactly(
                        tuple(List.of(13L), Origin.NAMED, 4),
                        tuple(List.of(11L, 12L), Origin.PACKED, 4),
                        tuple(List.of(14L, 15L), Origin.BEHIND_NAMED, 4),
                        tuple(List.of(16L, 17L, 18L), Origin.BEHIND_NAMED, 4));
    }

    @Test
    void o1_oneRowBehindASecondNamedRowIsNotHalved() {
        assertThat(part(Origin.BEHIND_NAMED).singleOut(6, 1))
                .extracting(PackedBatchTest::ids, PackedBatch::origin)
                .containsExactly(
                        tuple(List.of(17L), Origin.NAMED),
                        tuple(List.of(11L, 12L, 13L, 14L, 15L, 16L), Origin.PACKED),
                        tuple(List.of(18L), Origin.BEHIND_NAMED));
    }

    @Test
    void o1_halvesAndRestsRememberHowTheyCameTogether() {
        for (Origin origin : Origin.values()) {
            PackedBatch whole = part(origin);

            assertThat(whole.halves(2))
                    .extracting(PackedBatchTest::ids, PackedBatch::origin, PackedBatch::posts)
                    .containsExactly(
                            tuple(List.of(11L, 12L, 13L, 14L), origin, 3),
                            tuple(List.of(15L, 16L, 17L, 18L), origin, 3));
            assertThat(whole.without(Set.of(new RowId(12))))
                    .get()
                    .extracting(PackedBatchTest::ids, PackedBatch::origin, PackedBatch::posts)
                    .containsExactly(List.of(11L, 13L, 14L, 15L, 16L, 17L, 18L), origin, 1);
        }
    }

    /** Eight rows that one POST has carried before. */
    private static PackedBatch part(Origin origin) {
        return new PackedBatch(LANE, Fixtures.batchOf(11, 12, 13, 14, 15, 16, 17, 18), 1, origin, Optional.empty());
    }

    private static List<Long> ids(PackedBatch part) {
        return part.batch().rowIds().stream().map(RowId::value).toList();
    }
}
