package io.kaizen.sync.bootstrap.server;

/** Hears what an ingest server stores. Called by the server's threads, several at once, before the client has its answer. */
@FunctionalInterface
public interface IngestListener {

    /** Hears nothing. */
    IngestListener NONE = batch -> {};

    /** A new batch is stored. Replays and refused batches are not told. */
    void stored(StoredBatch batch);
}
