package io.kaizen.sync.application.port.out;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;

/**
 * The way to the ingest server. Throws nothing for network weather: whatever goes wrong between us and the server is an
 * outcome. Thread-safe.
 */
public interface IngestGateway {

    /**
     * POSTs {@code batch} under {@link Attempts#key}. An implementation that sends again asks {@link Attempts#after} about each
     * outcome first, waits as long as it says and uses the key that it says; one that does not sends once and asks nothing.
     * Exceptions that {@code attempts} throws pass through.
     *
     * @return the last outcome
     */
    IngestOutcome send(Batch batch, Attempts attempts);
}
