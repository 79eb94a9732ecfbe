package io.kaizen.sync.domain.poison;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.poison.PoisonPolicy.Ruling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoisonPolicyTest {

    @ParameterizedTest(name = "{0} refused, some accepted: {1} → {2}")
    @CsvSource({
        "1, false, WAIT",
        "4, false, WAIT",
        "5, false, STOP",
        "6, false, STOP",
        "1, true, WAIT",
        "5, true, WAIT",
        "24, true, WAIT",
        "25, true, STOP",
        "1000000, true, STOP",
    })
    void manyRefusalsAreTheServersFault(int refused, boolean anyAccepted, Ruling ruling) {
        assertThat(PoisonPolicy.afterRefusal(refused, anyAccepted)).isEqualTo(ruling);
    }

    @Test
    void atTheEndARowIsDeadOnlyWhereTheServerTookAnother() {
        assertThat(PoisonPolicy.atTheEnd(true)).isEqualTo(Ruling.DEAD_LETTER);
        assertThat(PoisonPolicy.atTheEnd(false)).isEqualTo(Ruling.STOP);
    }
}
