package io.kaizen.sync.testkit.simulation;

/** The process dies here. An {@code Error}, so that no code of ours may think of handling it. */
final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1;

    SimulatedCrash(String where) {
        super(where, null, false, false);
    }
}
