package io.kaizen.sync.bootstrap.wiring;

/** Breaks off what is on the wire, if anything ever was. Thread-safe. */
final class BreakOff implements Runnable {

    private volatile Runnable action = () -> {};

    void by(Runnable newAction) {
        action = newAction;
    }

    @Override
    public void run() {
        action.run();
    }
}
