package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Counts what happens to each kind during a flush. For the flushing thread. */
final class DemoTally implements FlushListener {

    private final Map<BatchKind, Counts> byKind = new HashMap<>();

    /**
     * What happened to one kind.
     *
     * @param rows rows committed
     * @param batches batches committed
     * @param splits batches that were refused as they were and became smaller ones
     * @param retries POSTs that failed and were repeated
     * @param waits POSTs that the server asked us to repeat later
     * @param replays POSTs of a batch that the server had already, and said so
     */
    record Counts(long rows, long batches, long splits, long retries, long waits, long replays) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    rows + other.rows,
                    batches + other.batches,
                    splits + other.splits,
                    retries + other.retries,
                    waits + other.waits,
                    replays + other.replays);
        }
    }

    /** What happened so far to the kinds to which something happened. */
    Map<BatchKind, Counts> byKind() {
        return Map.copyOf(byKind);
    }

    @Override
    public void attemptEnded(Batch batch, IngestOutcome outcome) {
        if (outcome instanceof Conflict conflict && conflict.meaning() == Conflict.Meaning.STORED_BEFORE) {
            count(batch, counts -> counts.plus(new Counts(0, 0, 0, 0, 0, 1)));
        }
    }

    @Override
    public void waiting(Batch batch, SendAgain verdict) {
        boolean asked = verdict.cause() == Cause.RATE_LIMIT;
        count(batch, counts -> counts.plus(new Counts(0, 0, 0, asked ? 0 : 1, asked ? 1 : 0, 0)));
    }

    @Override
    public void batchSplit(Batch whole, List<Batch> parts) {
        count(whole, counts -> counts.plus(new Counts(0, 0, 1, 0, 0, 0)));
    }

    @Override
    public void batchCommitted(Batch batch, int sent, int gone) {
        count(batch, counts -> counts.plus(new Counts(sent, 1, 0, 0, 0, 0)));
    }

    private void count(Batch batch, UnaryOperator<Counts> step) {
        byKind.put(batch.kind(), step.apply(byKind.getOrDefault(batch.kind(), Counts.NONE)));
    }
}
