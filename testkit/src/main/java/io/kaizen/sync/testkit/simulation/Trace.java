package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.event.FlushListener;
import java.util.ArrayDeque;
import java.util.Deque;

/** Boils all that happens in a life down to one number, and remembers the last of it. */
final class Trace {

    private static final int REMEMBERED = 60;

    private final Deque<String> last = new ArrayDeque<>();
    private long fingerprint = 17;

    void add(String event) {
        fingerprint = fingerprint * 1_000_003 + event.hashCode();
        last.add(event);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    long fingerprint() {
        return fingerprint;
    }

    /** What happened last, a line each. */
    String last() {
        return String.join("\n  ", last);
    }

    FlushListener listener() {
        return event -> event.fold(new EventInWords()).ifPresent(this::add);
    }
}
