package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.domain.batch.Batch;

/** The way to the ingest server. Thread-safe. */
@FunctionalInterface
public interface IngestGateway {

    /**
     * Does what can be done before {@code batch} is sent, on whatever thread calls: puts its request together and compresses it.
     *
     * @throws IllegalArgumentException if batches of this kind are not sent to the server
     */
    PreparedBatch prepare(Batch batch);
}
