package io.kaizen.sync.domain.batch;

import static io.kaizen.sync.domain.batch.BatchFixture.ENVELOPE;
import static io.kaizen.sync.domain.batch.BatchFixture.EVALS;
import static io.kaizen.sync.domain.batch.BatchFixture.EVENTS;
import static io.kaizen.sync.domain.batch.BatchFixture.bodyOf;
import static io.kaizen.sync.domain.batch.BatchFixture.rowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.kind.KindSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchPackerTest {

    @Test
    void f71_theLastRowMayFillTheBodyToTheByte() {
        // {"evals":[ + 10 + , + 10 + ]} = 33
        BatchPacker packer = new BatchPacker(EVALS, ENVELOPE, new BatchLimits(10, 33));

        assertThat(packer.offer(rowOf(1, 10))).isTrue();
        assertThat(packer.offer(rowOf(2, 10))).isTrue();
        assertThat(packer.isFull()).isTrue();
        assertThat(packer.pack().bodyBytes()).isEqualTo(33);
    }

    @Test
    void f71_oneByteMoreIsTooMuch() {
        BatchPacker packer = new BatchPacker(EVALS, ENVELOPE, new BatchLimits(10, 32));

        assertThat(packer.offer(rowOf(1, 10))).isTrue();
        assertThat(packer.isFull()).isFalse();
        assertThat(packer.offer(rowOf(2, 10))).isFalse();
        assertThat(packer.pack().size()).isEqualTo(1);
    }

    @Test
    void f71_theEnvelopeCounts() {
        Batch two = new Batch(EVENTS, ENVELOPE, List.of(rowOf(1, 10), rowOf(2, 10)));
        BatchPacker packer = new BatchPacker(EVENTS, ENVELOPE, new BatchLimits(10, two.bodyBytes() - 1));

        assertThat(packer.offer(rowOf(1, 10))).isTrue();
        assertThat(packer.offer(rowOf(2, 10))).isFalse();
    }

    @Test
    void theNumberOfRowsIsLimitedToo() {
        BatchPacker packer = new BatchPacker(EVENTS, ENVELOPE, new BatchLimits(2, 1_000));

        assertThat(packer.offer(rowOf(1, 2))).isTrue();
        assertThat(packer.isFull()).isFalse();
        assertThat(packer.offer(rowOf(2, 2))).isTrue();
        assertThat(packer.isFull()).isTrue();
        assertThat(packer.offer(rowOf(3, 2))).isFalse();
    }

    @Test
    void f70_aRowThatAloneIsOverTheLimitTravelsAlone() {
        BatchPacker packer = new BatchPacker(EVENTS, ENVELOPE, new BatchLimits(500, 100));

        assertThat(packer.offer(rowOf(1, 5_000))).isTrue();
        assertThat(packer.isFull()).isTrue();
        assertThat(packer.offer(rowOf(2, 2))).isFalse();
        assertThat(packer.pack().size()).isEqualTo(1);
    }

    @Test
    void anEmptyBatchIsNeverFullSinceItsFirstRowAlwaysFits() {
        BatchPacker packer = new BatchPacker(EVENTS, ENVELOPE, new BatchLimits(1, 1));

        assertThat(packer.isEmpty()).isTrue();
        assertThat(packer.isFull()).isFalse();
        assertThat(packer.offer(rowOf(1, 2))).isTrue();
        assertThat(packer.isEmpty()).isFalse();
    }

    @Test
    void onceARowWasRefusedASmallerOneDoesNotOvertakeIt() {
        BatchPacker packer = new BatchPacker(EVALS, ENVELOPE, new BatchLimits(10, 40));
        packer.offer(rowOf(1, 10));

        assertThat(packer.offer(rowOf(2, 100))).isFalse();

        assertThat(packer.offer(rowOf(3, 2))).isFalse();
        assertThat(packer.isFull()).isTrue();
    }

    @Test
    void nothingCannotBePacked() {
        BatchPacker packer = new BatchPacker(EVENTS, ENVELOPE, new BatchLimits(1, 1));

        assertThatIllegalArgumentException().isThrownBy(packer::pack).withMessage("a batch has at least one row");
    }

    @Test
    void limitsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchLimits(0, 1))
                .withMessage("maxRows must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchLimits(1, 0))
                .withMessage("maxBodyBytes must be at least 1: 0");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void f71_anyQueueIsPackedWholeInOrderWithinLimitsAndGreedily(long seed) {
        Random random = new Random(seed);
        KindSpec spec = random.nextBoolean() ? EVENTS : EVALS;
        BatchLimits limits = new BatchLimits(1 + random.nextInt(8), 1 + random.nextInt(600));
        List<EncodedRow> queue = randomQueue(random);

        List<Batch> batches = packAll(spec, limits, queue);

        assertThat(batches.stream().flatMap(batch -> batch.rows().stream()).toList())
                .as("order and completeness")
                .isEqualTo(queue);
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            assertThat(bodyOf(batch)).as("exact length").hasSize(Math.toIntExact(batch.bodyBytes()));
            if (batch.size() > 1) {
                assertThat(batch.bodyBytes()).isLessThanOrEqualTo(limits.maxBodyBytes());
                assertThat(batch.size()).isLessThanOrEqualTo(limits.maxRows());
            }
            if (i + 1 < batches.size()) {
                assertNoRoomFor(batches.get(i + 1).rows().get(0), batch, limits);
            }
        }
    }

    private static void assertNoRoomFor(EncodedRow next, Batch batch, BatchLimits limits) {
        List<EncodedRow> grown = new ArrayList<>(batch.rows());
        grown.add(next);
        Batch larger = batch.withRows(grown);
        assertThat(larger.size() > limits.maxRows() || larger.bodyBytes() > limits.maxBodyBytes())
                .as("greedy: %s and row %s", batch, next.id())
                .isTrue();
    }

    private static List<Batch> packAll(KindSpec spec, BatchLimits limits, List<EncodedRow> queue) {
        List<Batch> batches = new ArrayList<>();
        BatchPacker packer = new BatchPacker(spec, ENVELOPE, limits);
        for (EncodedRow row : queue) {
            if (!packer.offer(row)) {
                batches.add(packer.pack());
                packer = new BatchPacker(spec, ENVELOPE, limits);
                assertThat(packer.offer(row)).as("the first row always fits").isTrue();
            }
        }
        batches.add(packer.pack());
        return batches;
    }

    private static List<EncodedRow> randomQueue(Random random) {
        List<EncodedRow> queue = new ArrayList<>();
        long id = 0;
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            id += 1 + random.nextInt(3);
            int bytes = random.nextInt(10) == 0 ? 2 + random.nextInt(2_000) : 2 + random.nextInt(120);
            queue.add(rowOf(id, bytes));
        }
        return queue;
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}
