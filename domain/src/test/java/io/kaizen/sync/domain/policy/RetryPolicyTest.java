package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {

    private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final RetryPolicy policy = new RetryPolicy(BACKOFF, 12, Duration.ofMinutes(5));

    @ParameterizedTest(name = "failure {0}, {1} drawn: {2} ms")
    @CsvSource({"1, 0.0, 100", "1, 0.5, 150", "2, 0.0, 200", "8, 0.5, 19200", "12, 0.0, 15000"})
    void theWaitGrowsWithTheFailures(int failures, double unit, long millis) {
        assertThat(policy.waitAfterFailure(failures, unit)).hasMillis(millis);
    }

    @ParameterizedTest(name = "{0} failures: {1} attempts left")
    @CsvSource({"0, 13", "1, 12", "11, 2", "12, 1", "13, 1", "2147483647, 1"})
    void twelveFailuresAreFollowedByAnotherAttemptAndABatchIsSentOnceAtLeast(int failures, int left) {
        assertThat(policy.attemptsLeft(failures)).isEqualTo(left);
    }

    @Test
    void zeroRetriesMeanOneAttempt() {
        assertThat(new RetryPolicy(BACKOFF, 0, Duration.ZERO).attemptsLeft(0)).isEqualTo(1);
    }

    static Stream<Arguments> settled() {
        return Stream.of(
                argumentSet("202", Accepted.UNCOUNTED),
                argumentSet("409", new Conflict(Conflict.Meaning.STORED_BEFORE, "")),
                argumentSet("413", new TooLarge("")),
                argumentSet("429", new RateLimited(Optional.empty(), "")),
                argumentSet("401", new Unauthorized("")),
                argumentSet("400", new ClientError(400, "")),
                argumentSet("302", new Redirected(302, Optional.empty())),
                argumentSet("503 that asks for a wait", new ServerError(503, "", Optional.of(Duration.ofSeconds(1)))));
    }

    @ParameterizedTest
    @MethodSource("settled")
    void onlyFailuresThatMayPassAreRetried(IngestOutcome outcome) {
        assertThat(policy.retries(outcome)).isFalse();
    }

    @ParameterizedTest(name = "asked for {0} ms: {1} ms")
    @CsvSource({"0, 1000", "1, 1000", "999, 1000", "1000, 1000", "1001, 1001", "300000, 300000", "-5, 1000"})
    void f22_f24_theServersWishIsFollowedFromOneSecondOn(long asked, long waited) {
        assertThat(policy.waitAskedFor(new RateLimited(Optional.of(Duration.ofMillis(asked)), "")))
                .hasMillis(waited);
    }

    @ParameterizedTest(name = "asked for {0} ms: {1} ms")
    @CsvSource({"0, 1000", "999, 1000", "1001, 1001", "-5, 1000"})
    void b20_soIsThatOfA503(long asked, long waited) {
        Optional<Duration> wish = Optional.of(Duration.ofMillis(asked));

        assertThat(policy.waitAskedFor(new ServerError(503, "", wish))).contains(Duration.ofMillis(waited));
        assertThat(policy.waitAskedFor(new ServerError(503, ""))).isEmpty();
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
