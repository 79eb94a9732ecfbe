package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void whereNobodySaysAnythingOurOwnRowsGoAfterAWeekAndThoseOfOthersStay() {
        RetentionPolicy policy = RetentionPolicy.ofDays(Optional.empty());

        assertThat(policy.sentBefore(NOW, false)).contains(NOW.minus(Duration.ofDays(7)));
        assertThat(policy.sentBefore(NOW, true)).isEmpty();
    }

    @Test
    void whatSomebodyAsksForHoldsForEveryDatabase() {
        RetentionPolicy policy = RetentionPolicy.ofDays(Optional.of(30));

        assertThat(policy.sentBefore(NOW, false)).contains(NOW.minus(Duration.ofDays(30)));
        assertThat(policy.sentBefore(NOW, true)).contains(NOW.minus(Duration.ofDays(30)));
    }

    @Test
    void zeroDaysMeanForEver() {
        assertThat(RetentionPolicy.ofDays(Optional.of(0))).isEqualTo(RetentionPolicy.KEEP_ALL);
        assertThat(RetentionPolicy.KEEP_ALL.sentBefore(NOW, false)).isEmpty();
    }

    @Test
    void aLookIsDueEveryHour() {
        assertThat(RetentionPolicy.isLookDue(Optional.empty(), NOW)).isTrue();
        assertThat(RetentionPolicy.isLookDue(Optional.of(NOW), NOW)).isFalse();
        assertThat(RetentionPolicy.isLookDue(Optional.of(NOW), NOW.plusSeconds(3_599)))
                .isFalse();
        assertThat(RetentionPolicy.isLookDue(Optional.of(NOW), NOW.plusSeconds(3_600)))
                .isTrue();
    }

    @Test
    void aClockThatWasSetBackKeepsNobodyWaiting() {
        assertThat(RetentionPolicy.isLookDue(Optional.of(NOW), NOW.minusSeconds(1)))
                .isTrue();
    }

    @Test
    void negativeTimesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RetentionPolicy.ofDays(Optional.of(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PendingLimits(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PendingLimits(0, -1));
    }
}
