package io.kaizen.sync.bootstrap.config;

/** What a flush does at a row that can never be sent. */
public enum OnPoison {
    /** Puts the row aside and goes on. */
    DEAD_LETTER,
    /** Stops the row's kind there; the row stays pending. */
    STOP
}
