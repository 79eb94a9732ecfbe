package io.kaizen.sync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.simulation.FlushSimulation.Result;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of lives. {@code -Dsimulation.seeds=N} lives N of them, {@code -Dsimulation.first=S} begins at seed S: a failure names its
 * seed and how to replay it. A seed that once found something stays here as a test of its own.
 */
class FlushSimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);

    @Test
    void everyLifeKeepsItsPromisesAndRunsEmpty() {
        Map<Fault, LongAdder> fired = new ConcurrentHashMap<>();

        LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(FlushSimulationTest::live)
                .forEach(result -> result.fired()
                        .forEach((fault, times) -> fired.computeIfAbsent(fault, unused -> new LongAdder())
                                .add(times)));

        if (SEEDS >= 10_000) {
            assertThat(fired).as("every fault struck").containsOnlyKeys(Fault.values());
            assertThat(sums(fired))
                    .as("a fault that hardly ever strikes tests nothing")
                    .allSatisfy(
                            (fault, times) -> assertThat(times).as("%s", fault).isGreaterThanOrEqualTo(1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void theSameSeedGivesTheSameLife(long seed) {
        assertThat(live(seed)).isEqualTo(live(seed));
    }

    private static Map<Fault, Long> sums(Map<Fault, LongAdder> fired) {
        Map<Fault, Long> sums = new EnumMap<>(Fault.class);
        fired.forEach((fault, times) -> sums.put(fault, times.sum()));
        return sums;
    }

    private static Result live(long seed) {
        return FlushSimulation.seeded(seed).run();
    }
}
