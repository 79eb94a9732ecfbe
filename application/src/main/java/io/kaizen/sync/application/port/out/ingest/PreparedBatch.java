package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.domain.outcome.IngestOutcome;

/** A batch whose request is put together and compressed. May be sent more than once. */
@FunctionalInterface
public interface PreparedBatch {

    /**
     * Sends the batch: calls {@link AttemptJournal#begin} before each attempt, and {@link AttemptJournal#retry} where it makes another one.
     * An implementation may retry failures, or may make one attempt and leave it at that. Throws nothing for network trouble: whatever
     * goes wrong between us and the server is an outcome. Exceptions of {@code journal} pass through.
     *
     * @return outcome of the last attempt
     */
    IngestOutcome send(AttemptJournal journal);
}
