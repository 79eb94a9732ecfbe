package io.kaizen.sync.bootstrap.server;

import java.util.Objects;

/**
 * Bytes that no client has asked for, as servers and proxies in the field have sent them.
 *
 * @param manner what is sent
 * @param every behind the answer to every how many POSTs of a server, at least 1
 */
public record Stray(Manner manner, int every) {

    /** What is sent behind an answer. */
    public enum Manner {
        /** The same answer again, at once. */
        TWICE,
        /** The same answer again, when the connection has been idle for a moment. */
        LATE,
        /** Some bytes beyond the body's length. */
        LONG,
        /** Nothing: the answer announces more of a body than ever comes. */
        ENDLESS
    }

    /** @throws IllegalArgumentException if {@code every} is less than 1 */
    public Stray {
        Objects.requireNonNull(manner, "manner");
        if (every < 1) {
            throw new IllegalArgumentException("stray every must be at least 1: " + every);
        }
    }

    /** Whether the POST of this number, counted from 1, is answered in this manner. */
    boolean isDue(long post) {
        return post % every == 0;
    }
}
