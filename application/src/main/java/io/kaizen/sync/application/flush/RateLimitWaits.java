package io.kaizen.sync.application.flush;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How long one flush has waited because the server asked it to. Several batches that wait at the same time wait once: the first counts
 * whole, and of another what is longer. Counts durations, not times: a clock that jumps makes no wait vanish. For one thread at a time.
 */
final class RateLimitWaits {

    private Duration total = Duration.ZERO;
    private final Set<BatchDelivery> waiting = new HashSet<>();
    private Duration longest = Duration.ZERO;

    /** A batch begins to wait, perhaps again. */
    void add(BatchDelivery batch, Duration wait) {
        if (waiting.isEmpty() || waiting.contains(batch)) {
            waiting.clear();
            longest = Duration.ZERO;
        }
        if (wait.compareTo(longest) > 0) {
            total = total.plus(wait.minus(longest));
            longest = wait;
        }
        waiting.add(batch);
    }

    /** A batch waits no more. */
    void ended(BatchDelivery batch) {
        waiting.remove(batch);
    }

    /** Whether the server has asked somebody to wait who is not done. */
    boolean areOn() {
        return !waiting.isEmpty();
    }

    Duration total() {
        return total;
    }
}
