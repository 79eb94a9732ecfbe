package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
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

    /** What is behind the POST that {@code verdict} calls for; draws a key from {@code keys} only where it wants a fresh one. */
    public AttemptHistory after(SendAgain verdict, Supplier<IdempotencyKey> keys) {
        int failuresNow = verdict.cause() == SendAgain.Cause.RATE_LIMIT ? failures : failures + 1;
        return switch (verdict.key()) {
            case SAME -> new AttemptHistory(key, true, failuresNow);
            case FRESH -> new AttemptHistory(keys.get(), false, failuresNow);
        };
    }
}
