package io.kaizen.sync.application.flush;

/** What one flush has done so far. For one thread. */
final class FlushTally {

    private long batches;
    private long rows;
    private long deadLettered;
    private boolean othersSend;

    void committed(int sent) {
        batches++;
        rows += sent;
    }

    void deadLettered(int more) {
        deadLettered += more;
    }

    /** Another program was seen to send rows of this outbox. */
    void othersSend() {
        othersSend = true;
    }

    boolean doOthersSend() {
        return othersSend;
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
