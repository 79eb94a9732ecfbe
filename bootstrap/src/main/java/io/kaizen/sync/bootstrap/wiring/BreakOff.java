package io.kaizen.sync.bootstrap.wiring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Breaks off what is on its way to the outside, if anything ever was. Thread-safe. */
final class BreakOff implements Runnable {

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    /** Adds what breaks off one of the ways. */
    void by(Runnable action) {
        actions.add(action);
    }

    @Override
    public void run() {
        actions.forEach(Runnable::run);
    }
}
