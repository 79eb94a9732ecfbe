package io.kaizen.sync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that cannot fail promises nothing: it must notice each {@link Mutant} within few lives. */
class MutantsTest {

    private static final long MOST_LIVES = 1_000;

    @ParameterizedTest
    @EnumSource
    void theSimulationNoticesIt(Mutant mutant) {
        assertThat(LongStream.rangeClosed(1, MOST_LIVES).anyMatch(seed -> isNoticed(mutant, seed)))
                .as("%s is noticed", mutant)
                .isTrue();
    }

    /** A part that fails loudly has been noticed too. */
    private static boolean isNoticed(Mutant mutant, long seed) {
        try {
            FlushSimulation.mutated(seed, mutant).run();
            return false;
        } catch (InvariantBroken | IllegalStateException | IllegalArgumentException noticed) {
            return true;
        }
    }
}
