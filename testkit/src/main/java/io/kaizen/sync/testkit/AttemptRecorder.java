package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A journal in memory: gives each attempt the key it is told to, and remembers what it was told. The last key is given to all attempts that
 * follow. For one thread.
 */
public final class AttemptRecorder implements AttemptJournal {

    /** An attempt that failed and was to be followed by another. */
    public record Retried(IngestOutcome failure, Duration delay) {}

    private final Deque<IdempotencyKey> keys;
    private final List<Retried> retried = new ArrayList<>();
    private int failuresBefore;
    private int begun;

    /** Gives out {@code first}, then the others. */
    public AttemptRecorder(IdempotencyKey first, IdempotencyKey... others) {
        keys = new ArrayDeque<>(List.of(others));
        keys.addFirst(first);
    }

    /** Says that so many attempts have failed in earlier calls of the gateway. */
    public AttemptRecorder afterFailures(int failures) {
        failuresBefore = failures;
        return this;
    }

    /** How many attempts were begun. */
    public int begun() {
        return begun;
    }

    /** The attempts that were to be followed by another. */
    public List<Retried> retried() {
        return List.copyOf(retried);
    }

    @Override
    public IdempotencyKey begin() {
        begun++;
        return keys.size() > 1 ? keys.removeFirst() : keys.getFirst();
    }

    @Override
    public int failures() {
        return failuresBefore + retried.size();
    }

    @Override
    public void retry(IngestOutcome failure, Duration delay) {
        retried.add(new Retried(failure, delay));
    }
}
