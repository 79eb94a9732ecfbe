package io.kaizen.sync.testkit.simulation;

/** The code under test did what it must never do. An {@code Error}, so that it cannot be mistaken for an exporter's failure. */
public final class InvariantBroken extends Error {

    private static final long serialVersionUID = 1;

    InvariantBroken(String what) {
        super(what);
    }
}
