package io.kaizen.sync.bootstrap.wiring;

import java.util.ArrayList;
import java.util.List;

/** Breaks off what is on its way to the outside, if anything ever was. Thread-safe. */
final class Cancellation implements Runnable {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean isBrokenOff;

    /** Adds what breaks off one of the ways; does so at once where all was broken off before. */
    void by(Runnable action) {
        synchronized (this) {
            if (!isBrokenOff) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void run() {
        List<Runnable> known;
        synchronized (this) {
            isBrokenOff = true;
            known = List.copyOf(actions);
        }
        known.forEach(Runnable::run);
    }
}
