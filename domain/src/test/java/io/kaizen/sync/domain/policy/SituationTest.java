package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.Cause;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SituationTest {

    private static final IdempotencyKey KEY = new IdempotencyKey(new UUID(1, 2));
    private static final IdempotencyKey OTHER_KEY = IdempotencyKey.parse("01900000-0000-7000-8000-000000000009");

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
    void aFailureIsCountedAndAFreshKeyLeavesThePastBehind() {
        SendAgain verdict = new SendAgain(Duration.ZERO, KeyUse.FRESH, Cause.FAILURE);

        assertThat(new AttemptHistory(KEY, true, 2).after(verdict, () -> OTHER_KEY))
                .isEqualTo(new AttemptHistory(OTHER_KEY, false, 3));
    }

    @Test
    void theSameKeyIsKeptAsAmbiguousAndNoOtherIsDrawn() {
        SendAgain verdict = new SendAgain(Duration.ZERO, KeyUse.SAME, Cause.FAILURE);

        AttemptHistory after = AttemptHistory.fresh(KEY).after(verdict, () -> {
            throw new AssertionError("a key was drawn");
        });

        assertThat(after).isEqualTo(new AttemptHistory(KEY, true, 1));
    }

    @Test
    void aRateLimitIsNotCountedAsAFailure() {
        SendAgain verdict = new SendAgain(Duration.ZERO, KeyUse.FRESH, Cause.RATE_LIMIT);

        assertThat(AttemptHistory.fresh(KEY).after(verdict, () -> OTHER_KEY).failures())
                .isZero();
    }
}
