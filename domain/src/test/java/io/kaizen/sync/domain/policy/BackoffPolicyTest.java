package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffPolicyTest {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final BackoffPolicy policy = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));

    @ParameterizedTest(name = "after {0} failures at most {1} ms")
    @CsvSource({
        "1, 200",
        "2, 400",
        "3, 800",
        "4, 1600",
        "5, 3200",
        "6, 6400",
        "7, 12800",
        "8, 25600",
        "9, 30000",
        "10, 30000",
        "12, 30000",
        "13, 30000",
        "1000, 30000",
        "2147483647, 30000"
    })
    void f28_theCeilingDoublesUpToTheCap(int failures, long millis) {
        assertThat(policy.ceiling(failures)).hasMillis(millis);
    }

    @ParameterizedTest(name = "after {0} failures and {1} drawn: {2} ms")
    @CsvSource({
        "1, 0.0, 100",
        "1, 0.5, 150",
        "1, 0.25, 125",
        "2, 0.0, 200",
        "2, 0.5, 300",
        "8, 0.0, 12800",
        "9, 0.0, 15000",
        "9, 0.5, 22500",
        "2147483647, 0.5, 22500"
    })
    void f28_theDelayIsDrawnFromTheUpperHalf(int failures, double unit, long millis) {
        assertThat(policy.delay(failures, unit)).hasMillis(millis);
    }

    @Test
    void theLargestDrawStaysWithinTheCeiling() {
        double almostOne = Math.nextDown(1.0);

        for (int failures = 1; failures <= 20; failures++) {
            assertThat(policy.delay(failures, almostOne)).isLessThanOrEqualTo(policy.ceiling(failures));
        }
    }

    @Test
    void anInitialDelayAtTheCapStaysThere() {
        BackoffPolicy flat = new BackoffPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(flat.ceiling(1)).hasSeconds(1);
        assertThat(flat.ceiling(50)).hasSeconds(1);
    }

    @Test
    void theLongestCapDoesNotOverflow() {
        BackoffPolicy patient = new BackoffPolicy(Duration.ofMillis(200), LONGEST);

        assertThat(patient.ceiling(Integer.MAX_VALUE)).isEqualTo(LONGEST);
        assertThat(patient.delay(Integer.MAX_VALUE, 0.5)).isBetween(LONGEST.dividedBy(2), LONGEST);
    }

    @Test
    void aLongerCapIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackoffPolicy(Duration.ofMillis(200), LONGEST.plusNanos(1)))
                .withMessageStartingWith("cap PT2562047H47M16.854775808S is above ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void withoutAFailureThereIsNothingToWaitFor(int failures) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.ceiling(failures))
                .withMessage("failures must be at least 1: " + failures);
    }

    @Test
    void delaysAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackoffPolicy(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("initial delay must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackoffPolicy(Duration.ofMillis(-1), Duration.ofSeconds(1)))
                .withMessage("initial delay must be positive: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackoffPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("cap PT1S is below the initial delay PT2S");
    }
}
