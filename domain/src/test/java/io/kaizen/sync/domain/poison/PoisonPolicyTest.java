package io.kaizen.sync.domain.poison;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.poison.PoisonPolicy.Ruling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoisonPolicyTest {

    @ParameterizedTest(name = "{0} POSTs, {1} refused alone, some accepted: {2} → {3}")
    @CsvSource({
        "0, 0, false, GO_ON",
        "19, 4, false, GO_ON",
        "19, 5, false, TRY_THE_YOUNGEST",
        "9, 5, false, TRY_THE_YOUNGEST",
        "20, 0, false, TRY_THE_YOUNGEST",
        "20, 4, false, TRY_THE_YOUNGEST",
        "24, 24, false, TRY_THE_YOUNGEST",
        "25, 0, false, STOP",
        "25, 5, false, STOP",
        "1000000, 1, false, STOP",
        "24, 999, true, GO_ON",
        "24, 1000, true, STOP",
        "25, 25, true, GO_ON",
        "1000000, 999, true, GO_ON",
        "1000, 1000, true, STOP",
        "1000000, 1000000, true, STOP",
    })
    void o1_aKindGoesOnLooksElsewhereOrStops(int posts, int refused, boolean anyAccepted, Ruling ruling) {
        assertThat(PoisonPolicy.beforeThePost(posts, refused, anyAccepted)).isEqualTo(ruling);
    }

    @Test
    void atTheEndARowIsDeadOnlyWhereTheServerTookAnother() {
        assertThat(PoisonPolicy.atTheEnd(true)).isEqualTo(Ruling.DEAD_LETTER);
        assertThat(PoisonPolicy.atTheEnd(false)).isEqualTo(Ruling.STOP);
    }
}
