package io.kaizen.sync.application.port.out;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.time.Duration;
import java.util.Objects;

/**
 * Decides about the sending of one batch, attempt by attempt. Implemented by the application, asked by a gateway; for the thread
 * that sends.
 */
public interface Attempts {

    /** The key of the next POST. */
    IdempotencyKey key();

    /** Hears the outcome of a POST. Where it says {@link Again}, key and lease of the next POST are already on disk. */
    Next after(IngestOutcome outcome);

    /** What to do after a POST. */
    sealed interface Next {}

    /** Wait for {@code delay}, then POST the same batch under {@code key}. */
    record Again(Duration delay, IdempotencyKey key) implements Next {

        public Again {
            Objects.requireNonNull(delay, "delay");
            Objects.requireNonNull(key, "key");
        }
    }

    /** Send no more; return the outcome. */
    record Done() implements Next {}
}
