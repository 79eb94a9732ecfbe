package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * A gateway that answers what a test has told it to, and 202 or what a rule says when it was told nothing more. It makes one attempt per call:
 * {@link RetryingGateway} retries. Thread-safe.
 */
public final class ScriptedGateway implements IngestGateway {

    /** More than a month of flushes takes. A flush that never ends would use up the memory before it used up any patience. */
    private static final int MOST_POSTS = 100_000;

    private final Deque<IngestOutcome> script = new ConcurrentLinkedDeque<>();
    private final List<Post> posts = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Batch, IngestOutcome> rule = batch -> new IngestOutcome.Accepted(batch.size(), 0);
    private volatile Runnable onTheWire = () -> {};

    /** One POST as the gateway saw it. */
    public record Post(BatchKind kind, List<Long> rows, IdempotencyKey key) {}

    /** Adds answers to the next POSTs. */
    public ScriptedGateway answer(IngestOutcome... outcomes) {
        script.addAll(List.of(outcomes));
        return this;
    }

    /** What it answers when it was told nothing more. */
    public ScriptedGateway otherwise(Function<Batch, IngestOutcome> newRule) {
        rule = newRule;
        return this;
    }

    /** What happens elsewhere during each POST; what it throws passes through. */
    public void whileOnTheWire(Runnable what) {
        onTheWire = what;
    }

    /** All POSTs so far. */
    public List<Post> posts() {
        synchronized (posts) {
            return List.copyOf(posts);
        }
    }

    @Override
    public PreparedBatch prepare(Batch batch) {
        return journal -> post(batch, journal.begin());
    }

    private IngestOutcome post(Batch batch, IdempotencyKey key) {
        if (posts.size() == MOST_POSTS) {
            throw new IllegalStateException("the flush does not end: " + MOST_POSTS + " POSTs");
        }
        posts.add(
                new Post(batch.kind(), batch.rowIds().stream().map(RowId::value).toList(), key));
        onTheWire.run();
        IngestOutcome scripted = script.pollFirst();
        return scripted == null ? rule.apply(batch) : scripted;
    }
}
