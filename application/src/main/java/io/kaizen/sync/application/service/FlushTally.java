package io.kaizen.sync.application.service;

/** What one flush has done so far. For one thread. */
final class FlushTally {

    private long batches;
    private long rows;
    private long deadLettered;

    void committed(int sent) {
        batches++;
        rows += sent;
    }

    void deadLettered(int more) {
        deadLettered += more;
    }

    long batches() {
        return batches;
    }

    long rows() {
        return rows;
    }

    long deadLettered() {
        return deadLettered;
    }
}
