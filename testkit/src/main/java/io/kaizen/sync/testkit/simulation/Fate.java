package io.kaizen.sync.testkit.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws what goes wrong, and counts it. Once {@link #calm} is called nothing goes wrong any more, so that what was begun must come to
 * its end.
 */
final class Fate {

    /** Everything that can go wrong, with the number of times in ten thousand that it does. */
    enum Fault {
        CONNECTION_REFUSED(250),
        REQUEST_LOST(250),
        ANSWER_LOST(300),
        RATE_LIMITED(250),
        RATE_LIMITED_FOR_LONG(20),
        SERVER_ERROR(250),
        GATEWAY_ERROR_NOT_STORED(150),
        GATEWAY_ERROR_STORED(200),
        KEY_BURNT(100),
        CONFLICT_CUT(1_000),
        UNAUTHORIZED(30),
        CLIENT_ERROR(30),
        REDIRECTED(20),
        CRASH_BEFORE_WRITE(60),
        CRASH_AFTER_WRITE(120),
        CRASH_AFTER_ANSWER(100),
        EXPORTER_FAILS(500),
        EXPORTER_THROWS_ERROR(150),
        SECOND_FLUSHER(300),
        ROW_REPLACED(100),
        STORE_FAILS(40);

        private final int perTenThousand;

        Fault(int perTenThousand) {
            this.perTenThousand = perTenThousand;
        }
    }

    private final RandomGenerator random;
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private boolean isCalm;

    Fate(RandomGenerator random) {
        this.random = random;
    }

    /** Whether {@code fault} happens here and now. */
    boolean strikes(Fault fault) {
        if (isCalm || random.nextInt(10_000) >= fault.perTenThousand) {
            return false;
        }
        fired.merge(fault, 1, Integer::sum);
        return true;
    }

    void calm() {
        isCalm = true;
    }

    int fired(Fault fault) {
        return fired.getOrDefault(fault, 0);
    }

    Map<Fault, Integer> fired() {
        return fired;
    }
}
