package io.kaizen.sync.bootstrap.wiring;

import java.util.concurrent.atomic.AtomicReference;

/** Breaks off what is on the wire, if anything ever was. Thread-safe. */
final class BreakOff implements Runnable {

    private final AtomicReference<Runnable> action = new AtomicReference<>(() -> {});

    void by(Runnable newAction) {
        action.set(newAction);
    }

    @Override
    public void run() {
        action.get().run();
    }
}
