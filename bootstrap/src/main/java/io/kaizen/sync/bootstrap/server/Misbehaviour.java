package io.kaizen.sync.bootstrap.server;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an ingest server does wrong on purpose. POSTs are counted from 1 over all routes, those without a valid token left
 * out; where a POST is due for a failure and for a drop, it fails.
 *
 * @param failure which POSTs are refused without being stored; empty for none
 * @param dropEvery every how many POSTs the connection is closed without an answer, after storing; empty for never
 * @param delay how long each answer to a POST is held back, after storing
 */
public record Misbehaviour(Optional<Failure> failure, OptionalInt dropEvery, Duration delay) {

    /** A server that does nothing wrong. */
    public static final Misbehaviour NONE = new Misbehaviour(Optional.empty(), OptionalInt.empty(), Duration.ZERO);

    public Misbehaviour {
        Objects.requireNonNull(failure, "failure");
        requirePositive("drop every", dropEvery.orElse(1));
        if (delay.isNegative()) {
            throw new IllegalArgumentException("negative delay: " + delay);
        }
    }

    /**
     * Answers every {@code every}-th POST with {@code status}.
     *
     * @param status 400 to 599
     * @param retryAfterSeconds value of the answer's {@code Retry-After}; empty for no such header
     */
    public record Failure(int every, int status, OptionalLong retryAfterSeconds) {

        public Failure {
            requirePositive("fail every", every);
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("failure status not in 400 to 599: " + status);
            }
            if (retryAfterSeconds.orElse(0) < 0) {
                throw new IllegalArgumentException("negative retry after: " + retryAfterSeconds.getAsLong());
            }
        }
    }

    /** The failure that the POST of this number, counted from 1, is due for. */
    Optional<Failure> failureOf(long post) {
        return failure.filter(rule -> post % rule.every() == 0);
    }

    /** Whether the POST of this number, counted from 1, is stored but never answered. */
    boolean drops(long post) {
        return dropEvery.isPresent() && post % dropEvery.getAsInt() == 0;
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + number);
        }
    }
}
