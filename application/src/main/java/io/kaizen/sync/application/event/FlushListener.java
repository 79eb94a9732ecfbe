package io.kaizen.sync.application.event;

import java.util.Objects;

/**
 * Hears what happens during a flush, in order and one event at a time. Events come from the thread that flushes; with more than one
 * lane, those of a POST come from the thread that sends. Must be quick and must not throw.
 */
@FunctionalInterface
public interface FlushListener {

    /** Hears nothing. */
    FlushListener NONE = event -> {};

    /** Hears of {@code event}, after it happened. */
    void onEvent(FlushEvent event);

    /** A listener that passes each event to this one, and then to {@code next}. */
    default FlushListener andThen(FlushListener next) {
        Objects.requireNonNull(next, "next");
        return event -> {
            onEvent(event);
            next.onEvent(event);
        };
    }
}
