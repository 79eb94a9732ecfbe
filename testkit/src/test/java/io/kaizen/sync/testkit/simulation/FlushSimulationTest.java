package io.kaizen.sync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.simulation.FlushSimulation.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of lives. {@code -Dsimulation.seeds=N} lives N of them, {@code -Dsimulation.first=S} begins at seed S: a failure names its
 * seed, and {@code -Dsimulation.first=<seed> -Dsimulation.seeds=1} replays it.
 */
class FlushSimulationTest {

    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);

    @Test
    void everyLifeKeepsItsPromisesAndRunsEmpty() {
        Map<String, Long> fired = new HashMap<>();

        LongStream.range(FIRST, FIRST + SEEDS)
                .mapToObj(FlushSimulationTest::live)
                .forEach(result ->
                        Result.faults().forEach(fault -> fired.merge(fault, (long) result.fired(fault), Long::sum)));

        if (SEEDS >= 1_000) {
            assertThat(fired.values())
                    .as("a fault that never strikes tests nothing: %s", fired)
                    .allMatch(n -> n >= 100);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void theSameSeedGivesTheSameLife(long seed) {
        assertThat(live(seed)).isEqualTo(live(seed));
    }

    /** Once both halves of a split were claimed at once; a crash between their releases let the right one overtake the left one. */
    @Test
    void theRightHalfOfASplitNeverOvertakesTheLeftOne() {
        assertThat(live(41).rows()).isPositive();
    }

    private static Result live(long seed) {
        return FlushSimulation.seeded(seed).run();
    }
}
