package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A thousand clients that an outage has put in step. */
class ThunderingHerdTest {

    private static final int CLIENTS = 1_000;

    private final BackoffPolicy policy = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));

    @Test
    void f51_theirFirstRetriesFillATenthOfASecondEvenly() {
        List<Duration> firstRetries = timesOfRetry(1);

        assertThat(mostWithin(Duration.ofMillis(10), firstRetries)).isLessThan(CLIENTS / 5);
    }

    @Test
    void f51_theFurtherTheRetriesTheMoreTheySpread() {
        assertThat(mostWithin(Duration.ofSeconds(1), timesOfRetry(7))).isLessThan(CLIENTS / 5);
        assertThat(mostWithin(Duration.ofSeconds(1), timesOfRetry(9))).isLessThan(CLIENTS / 10);
        assertThat(mostWithin(Duration.ofSeconds(1), timesOfRetry(12))).isLessThan(CLIENTS / 15);
    }

    /** How long after the outage began each client sends for the {@code n}-th time again. */
    private List<Duration> timesOfRetry(int n) {
        return LongStream.range(0, CLIENTS)
                .mapToObj(SplittableRandom::new)
                .map(random -> timeOfRetry(n, random))
                .toList();
    }

    private Duration timeOfRetry(int n, RandomGenerator random) {
        Duration time = Duration.ZERO;
        for (int failures = 1; failures <= n; failures++) {
            time = time.plus(policy.delay(failures, random.nextDouble()));
        }
        return time;
    }

    private static long mostWithin(Duration window, List<Duration> times) {
        return times.stream()
                .map(time -> time.dividedBy(window))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }
}
