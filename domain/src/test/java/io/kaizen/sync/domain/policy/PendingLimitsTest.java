package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PendingLimitsTest {

    @Test
    void nothingIsLimitedUnlessSomebodySaysSo() {
        assertThat(PendingLimits.NONE.limitsRows()).isFalse();
        assertThat(PendingLimits.NONE.limitsBytes()).isFalse();
    }

    @Test
    void eachLimitStandsForItself() {
        assertThat(new PendingLimits(1, 0).limitsRows()).isTrue();
        assertThat(new PendingLimits(1, 0).limitsBytes()).isFalse();
        assertThat(new PendingLimits(0, 1).limitsRows()).isFalse();
        assertThat(new PendingLimits(0, 1).limitsBytes()).isTrue();
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatThrownBy(() -> new PendingLimits(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PendingLimits(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
