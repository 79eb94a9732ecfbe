package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final RetryPolicy policy = new RetryPolicy(BACKOFF, 12, Duration.ofMinutes(5));

    @ParameterizedTest(name = "failure {0}, {1} drawn: {2} ms")
    @CsvSource({"1, 0.0, 100", "1, 0.5, 150", "2, 0.0, 200", "8, 0.5, 19200", "12, 0.0, 15000"})
    void twelveFailuresAreFollowedByAnotherPost(int failures, double unit, long millis) {
        assertThat(policy.waitAfterFailure(failures, unit)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"13", "14", "2147483647"})
    void theThirteenthIsTheLast(int failures) {
        assertThat(policy.waitAfterFailure(failures, 0)).isEmpty();
    }

    @Test
    void zeroRetriesMeanOnePost() {
        assertThat(new RetryPolicy(BACKOFF, 0, Duration.ZERO).waitAfterFailure(1, 0))
                .isEmpty();
    }

    @ParameterizedTest(name = "asked for {0} ms: {1} ms")
    @CsvSource({"0, 1000", "1, 1000", "999, 1000", "1000, 1000", "1001, 1001", "300000, 300000", "-5, 1000"})
    void f22_f24_theServersWishIsFollowedFromOneSecondOn(long asked, long waited) {
        assertThat(policy.waitAskedFor(new RateLimited(Optional.of(Duration.ofMillis(asked)), "")))
                .hasMillis(waited);
    }

    @Test
    void f26_aServerWithoutAWishGetsTwoSeconds() {
        assertThat(policy.waitAskedFor(new RateLimited(Optional.empty(), ""))).hasSeconds(2);
    }

    @ParameterizedTest(name = "wait {0} s after {1} s: {2}")
    @CsvSource({
        "300, 0, true",
        "301, 0, false",
        "1, 299, true",
        "1, 300, false",
        "0, 300, true",
        "0, 301, false",
        "9223372036854775807, 0, false"
    })
    void f25_allWaitsForRateLimitsTogetherHaveALimit(long wait, long waited, boolean allowed) {
        assertThat(policy.allowsRateLimitWait(Duration.ofSeconds(wait), Duration.ofSeconds(waited)))
                .isEqualTo(allowed);
    }

    @Test
    void limitsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(BACKOFF, -1, Duration.ZERO))
                .withMessage("maxFailures is negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(BACKOFF, 1, Duration.ofSeconds(-1)))
                .withMessage("maxRateLimitWait is negative: PT-1S");
    }
}
