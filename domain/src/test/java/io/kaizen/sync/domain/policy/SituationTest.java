package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SituationTest {

    private static final IdempotencyKey KEY = new IdempotencyKey(new UUID(1, 2));

    @Test
    void thereIsNoBatchWithoutRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Situation(0, AttemptHistory.fresh(KEY), Duration.ZERO, Instant.EPOCH, 0))
                .withMessage("a batch has at least one row: 0");
    }

    @Test
    void aFreshBatchHasNoPastAndAResumedOneAnUnknownOne() {
        assertThat(AttemptHistory.fresh(KEY)).isEqualTo(new AttemptHistory(KEY, false, 0));
        assertThat(AttemptHistory.resumed(KEY)).isEqualTo(new AttemptHistory(KEY, true, 0));
    }

    @Test
    void aFailureIsCountedAndChangesNothingElse() {
        assertThat(AttemptHistory.resumed(KEY).withFailure()).isEqualTo(new AttemptHistory(KEY, true, 1));
    }
}
