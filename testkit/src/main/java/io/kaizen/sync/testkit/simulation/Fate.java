package io.kaizen.sync.testkit.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws what goes wrong, and counts it. Once {@link #calm} is called nothing goes wrong any more, so that what was begun must come to
 * its end.
 */
final class Fate {

    private final RandomGenerator random;
    private final Set<Fault> possible;
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private boolean isCalm;

    Fate(RandomGenerator random, Set<Fault> possible) {
        this.random = random;
        this.possible = possible;
    }

    /** Whether {@code fault} happens here and now. */
    boolean strikes(Fault fault) {
        if (isCalm || !possible.contains(fault) || random.nextInt(10_000) >= fault.perTenThousand()) {
            return false;
        }
        fired.merge(fault, 1, Integer::sum);
        return true;
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    void calm() {
        isCalm = true;
    }

    boolean isCalm() {
        return isCalm;
    }

    Map<Fault, Integer> fired() {
        return fired;
    }
}
