package io.kaizen.sync.domain.poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.row.RowId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    @Test
    void attemptsAreNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Refusal(new RowId(1), PoisonReason.REJECTED, "", -1))
                .withMessage("attempts are negative: -1");
        assertThat(new Refusal(new RowId(1), PoisonReason.MALFORMED, "", 0).attempts())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aReasonIsFoundByItsCode(PoisonReason reason) {
        assertThat(PoisonReason.ofCode(reason.code())).isEqualTo(reason);
    }

    @Test
    void anUnknownReasonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoisonReason.ofCode("bored"))
                .withMessage("unknown reason \"bored\"");
    }
}
