package io.kaizen.sync.application.service;

import io.kaizen.sync.domain.batch.Batch;

/**
 * Rows that are to travel together, and how they came to.
 *
 * @param posts POSTs that carried them before, as parts of larger batches
 * @param blamed whether the server has named this very row as the culprit
 */
record Part(Batch batch, int posts, boolean blamed) {

    /** Rows that were not on the wire in this flush. */
    static Part fresh(Batch batch) {
        return new Part(batch, 0, false);
    }
}
