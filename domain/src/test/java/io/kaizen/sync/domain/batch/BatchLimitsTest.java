package io.kaizen.sync.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitsTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final BatchLimits USUAL = new BatchLimits(500, 1_000_000);
    private static final BatchLimits HUGE = new BatchLimits(1_000_000, 1L << 30);

    @Test
    void b11_whatIsUsualFitsIntoTheSmallestHeap() {
        assertThat(USUAL.within(32 * MEBIBYTE, 1)).isEqualTo(USUAL);
        assertThat(USUAL.within(512 * MEBIBYTE, 16)).isEqualTo(USUAL);
    }

    @Test
    void b11_aBatchTakesNoMoreThanItsShareOfTheHeapWhateverIsConfigured() {
        assertThat(HUGE.within(64 * MEBIBYTE, 1)).isEqualTo(new BatchLimits(65_536, 4 * MEBIBYTE, 8 * MEBIBYTE));
        assertThat(HUGE.within(64 * MEBIBYTE, 4)).isEqualTo(new BatchLimits(16_384, MEBIBYTE, 8 * MEBIBYTE));
        assertThat(HUGE.within(1024 * MEBIBYTE, 1))
                .isEqualTo(new BatchLimits(1_000_000, 64 * MEBIBYTE, 128 * MEBIBYTE));
    }

    @Test
    void b11_aHeapThatIsMuchTooSmallStillGetsBatchesOfOneRow() {
        assertThat(HUGE.within(1, 64)).isEqualTo(new BatchLimits(1, 1, 8 * MEBIBYTE));
    }

    @Test
    void rowsOfEightMebibytesAreReadHoweverShortABodyMayBe() {
        assertThat(new BatchLimits(1, 1).maxRowBytes()).isEqualTo(8 * MEBIBYTE);
        assertThat(new BatchLimits(1, 9 * MEBIBYTE).maxRowBytes()).isEqualTo(9 * MEBIBYTE);
    }
}
