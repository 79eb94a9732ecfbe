package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import java.util.HashMap;
import java.util.Map;

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
    public void onEvent(FlushEvent event) {
        if (event instanceof AttemptEnded attempt && isReplay(attempt.outcome())) {
            count(attempt.batch(), new Counts(0, 0, 0, 0, 0, 1));
        } else if (event instanceof WaitStarted wait) {
            boolean asked = !wait.outcome().isTransientFailure();
            count(wait.batch(), new Counts(0, 0, 0, asked ? 0 : 1, asked ? 1 : 0, 0));
        } else if (event instanceof BatchSplit split) {
            count(split.whole(), new Counts(0, 0, 1, 0, 0, 0));
        } else if (event instanceof BatchCommitted committed) {
            count(committed.batch(), new Counts(committed.sent(), 1, 0, 0, 0, 0));
        }
    }

    private static boolean isReplay(IngestOutcome outcome) {
        return outcome instanceof Conflict conflict && conflict.meaning() == Conflict.Meaning.STORED_BEFORE;
    }

    private void count(Batch batch, Counts more) {
        byKind.merge(batch.kind(), more, Counts::plus);
    }
}
