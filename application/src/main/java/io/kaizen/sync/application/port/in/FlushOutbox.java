package io.kaizen.sync.application.port.in;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.report.FlushReport;

/** Empties the outbox into the ingest server. */
@FunctionalInterface
public interface FlushOutbox {

    /**
     * Sends what is pending now; what comes in later waits for the next flush. Returns when nothing of it is left that can be sent,
     * or a stop is requested. Not to be called again before it has returned.
     *
     * @return what was done, and what stood in the way; trouble with the storage that comes up on the way is among its stops
     * @throws OutboxStoreException if the storage cannot be read from the start, so that there is nothing to report
     */
    FlushReport flush();
}
