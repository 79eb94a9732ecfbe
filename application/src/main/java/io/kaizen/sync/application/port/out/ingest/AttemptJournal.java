package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.time.Duration;

/**
 * What must be on disk before an attempt to send a batch: its idempotency key, and a lease that outlasts the attempt. Implemented by the
 * flush and called by the {@linkplain IngestGateway gateway}, on the thread that sends. Each method throws what the storage throws; the
 * gateway lets it pass through and makes no further attempt.
 */
public interface AttemptJournal {

    /** Begins an attempt, and returns the key that it must carry. Key and lease are on disk. */
    IdempotencyKey begin();

    /** How many attempts of this batch have failed so far in this flush, whether in this call of the gateway or in an earlier one. */
    int failures();

    /**
     * Records that the attempt has failed and that another begins after {@code delay}. When it returns, the key of that attempt is on disk,
     * and the lease outlasts the delay and the attempt.
     *
     * @param failure outcome of the attempt that was begun last
     */
    void retry(IngestOutcome failure, Duration delay);
}
