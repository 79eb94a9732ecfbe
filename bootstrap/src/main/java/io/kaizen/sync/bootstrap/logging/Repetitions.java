package io.kaizen.sync.bootstrap.logging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what was said lately, the last {@value #MOST} things at most, so that it is not said again and again. For one thread. */
public final class Repetitions {

    private static final int MOST = 200;

    private final InstantSource clock;
    private final Map<String, Instant> saidAt = new LinkedHashMap<>();

    Repetitions(InstantSource clock) {
        this.clock = clock;
    }

    /** What a message says apart from its numbers and times, which change all the time and are no news. */
    public static String fingerprint(String message) {
        return message.replaceAll("[0-9]+", "#");
    }

    /**
     * Whether {@code what} has not been said within {@code silence}. If so, it counts as said now. A message that differs in its numbers
     * alone is the same.
     */
    boolean isNews(String what, Duration silence) {
        String fingerprint = fingerprint(what);
        Instant now = clock.instant();
        Instant before = saidAt.get(fingerprint);
        // Between the two, or the clock was set back, after which silence might never end.
        if (before != null && now.isBefore(before.plus(silence)) && !now.isBefore(before)) {
            return false;
        }
        saidAt.remove(fingerprint);
        saidAt.put(fingerprint, now);
        if (saidAt.size() > MOST) {
            saidAt.remove(saidAt.keySet().iterator().next());
        }
        return true;
    }
}
