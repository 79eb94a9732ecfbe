package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
        Conflict burnt = new Conflict(Conflict.Meaning.KEY_BURNT, "");

        assertThat(new AttemptHistory(KEY, true, 2).after(burnt, () -> OTHER_KEY))
                .isEqualTo(new AttemptHistory(OTHER_KEY, false, 3));
    }

    @Test
    void theSameKeyIsKeptAsAmbiguousAndNoOtherIsDrawn() {
        AttemptHistory after = AttemptHistory.fresh(KEY).after(new Unreachable("timed out", true), () -> {
            throw new AssertionError("a key was drawn");
        });

        assertThat(after).isEqualTo(new AttemptHistory(KEY, true, 1));
    }

    @Test
    void aRateLimitIsNotCountedAsAFailureAndSaysNothingOfEarlierAttempts() {
        RateLimited pause = new RateLimited(Optional.empty(), "");

        assertThat(AttemptHistory.fresh(KEY).after(pause, () -> OTHER_KEY)).isEqualTo(AttemptHistory.fresh(OTHER_KEY));
        assertThat(AttemptHistory.resumed(KEY).after(pause, () -> OTHER_KEY)).isEqualTo(AttemptHistory.resumed(KEY));
    }
}
