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

    /** A batch made ready for its POST. */
    @FunctionalInterface
    interface Parcel {

        /** What {@link IngestGateway#send} does with the batch; may be called again. */
        IngestOutcome send(Attempts attempts);
    }

    /** Does what can be done before {@code batch} is sent, on whatever thread: its body is put together and compressed. */
    default Parcel wrap(Batch batch) {
        return attempts -> send(batch, attempts);
    }
}
