package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the earlier POSTs of a batch left behind. Immutable.
 *
 * @param key the key of the next POST, or of the one on the wire
 * @param ambiguous whether an earlier POST under this key may have stored the batch
 * @param failures POSTs that count towards the retries
 */
public record AttemptHistory(IdempotencyKey key, boolean ambiguous, int failures) {

    public AttemptHistory {
        Objects.requireNonNull(key, "key");
    }

    /** A batch that was never on the wire. */
    public static AttemptHistory fresh(IdempotencyKey key) {
        return new AttemptHistory(key, false, 0);
    }

    /** A batch of an earlier flush whose fate nobody knows. */
    public static AttemptHistory resumed(IdempotencyKey key) {
        return new AttemptHistory(key, true, 0);
    }

    /**
     * What the next attempt of the batch starts with, after an attempt that ended in {@code outcome}. A batch that may be stored keeps its
     * key: only under that key can the server tell. A batch that is known not to be stored gets a fresh one, since a server may remember
     * the failure under the old key.
     *
     * @param keys drawn from only where a fresh key is needed
     */
    public AttemptHistory after(IngestOutcome outcome, Supplier<IdempotencyKey> keys) {
        boolean mayBeStored = mayBeStoredAfter(outcome);
        int failuresNow = outcome.isTransientFailure() ? failures + 1 : failures;
        return new AttemptHistory(mayBeStored ? key : keys.get(), mayBeStored, failuresNow);
    }

    /** Whether the batch may be stored, once an attempt has ended in {@code outcome}. A conflict tells about earlier attempts too. */
    public boolean mayBeStoredAfter(IngestOutcome outcome) {
        return outcome.isAmbiguous() || (ambiguous && !(outcome instanceof Conflict));
    }
}
