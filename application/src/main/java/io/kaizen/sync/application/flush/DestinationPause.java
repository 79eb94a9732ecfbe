package io.kaizen.sync.application.flush;

import java.time.Duration;
import java.time.Instant;

/**
 * Remembers between flushes that the server does not want to hear from us before some time. For one thread.
 */
final class DestinationPause {

    /** However long a server asks for, somebody should look again in a quarter of an hour. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private Instant until = Instant.EPOCH;

    void pause(Instant now, Duration asked) {
        until = now.plus(asked.compareTo(LONGEST) < 0 ? asked : LONGEST);
    }

    /** Whether it is too early for a POST. A clock that was set back does not prolong the pause beyond its length. */
    boolean isOn(Instant now) {
        return now.isBefore(until) && !now.plus(LONGEST).isBefore(until);
    }

    Instant until() {
        return until;
    }
}
