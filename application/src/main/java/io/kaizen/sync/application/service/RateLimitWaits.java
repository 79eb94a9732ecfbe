package io.kaizen.sync.application.service;

import java.time.Duration;

/** How long one flush has waited because the server asked it to. For one thread. */
final class RateLimitWaits {

    private Duration total = Duration.ZERO;

    void add(Duration wait) {
        total = total.plus(wait);
    }

    Duration total() {
        return total;
    }
}
