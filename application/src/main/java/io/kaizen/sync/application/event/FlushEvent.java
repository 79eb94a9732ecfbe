package io.kaizen.sync.application.event;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.report.Stop;
import java.time.Duration;
import java.util.List;

/**
 * Something that happened in a flush. Immutable. What an event says is durable was written before the event came; a kill may come
 * between the two, so the store is the truth and not the count of events.
 */
public sealed interface FlushEvent {

    /** Applies exactly one of {@code cases}; a new variant breaks every handler at compile time. */
    <R> R fold(Cases<R> cases);

    /** One method per variant. */
    interface Cases<R> {
        /** A flush began. */
        R flushStarted(FlushStarted event);

        /** A batch goes out. */
        R batchClaimed(BatchClaimed event);

        /** A POST ended. */
        R attemptEnded(AttemptEnded event);

        /** A batch waits to go out again. */
        R waitStarted(WaitStarted event);

        /** A batch became smaller ones. */
        R batchSplit(BatchSplit event);

        /** A row was refused alone. */
        R rowQuarantined(RowQuarantined event);

        /** Rows can never be sent. */
        R rowsDeadLettered(RowsDeadLettered event);

        /** An exporter did not take a batch. */
        R exporterFailed(ExporterFailed event);

        /** Rows are marked sent. */
        R batchCommitted(BatchCommitted event);

        /** Something is odd about a kind. */
        R warnedOfKind(WarnedOfKind event);

        /** The storage needs attention. */
        R warnedOfStorage(WarnedOfStorage event);

        /** The server's configuration is missing or odd. */
        R warnedOfConfig(WarnedOfConfig event);

        /** The server overrides something else. */
        R overridesChanged(OverridesChanged event);

        /** A kind, or more, goes no further. */
        R stopped(Stopped event);

        /** A flush ended without a report. */
        R flushFailed(FlushFailed event);

        /** The flush is over. */
        R flushEnded(FlushEnded event);
    }

    /**
     * A flush began. Pending rows are counted; nothing is claimed yet.
     *
     * @param pending rows of all kinds that wait to be sent
     */
    record FlushStarted(RowCount pending) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.flushStarted(this);
        }
    }

    /**
     * A batch goes out. Its claim and its key are durable, and this flush has not posted or exported it yet.
     *
     * @param resumed whether an earlier flush left it
     */
    record BatchClaimed(Batch batch, boolean resumed) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.batchClaimed(this);
        }
    }

    /** A POST of a batch ended. Nothing that follows from the outcome is decided or stored yet. */
    record AttemptEnded(Batch batch, IngestOutcome outcome) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.attemptEnded(this);
        }
    }

    /**
     * A batch that is not committed goes out again after a wait. The key of the next attempt is durable.
     *
     * @param outcome of the last attempt: a failure, or a server that asked for the wait
     */
    record WaitStarted(Batch batch, IngestOutcome outcome, Duration delay) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.waitStarted(this);
        }
    }

    /**
     * A batch that was refused became smaller ones. The claim on it is released and nothing of it is sent; each part is claimed, and told of,
     * on its own.
     *
     * @param parts in the order in which they go out
     */
    record BatchSplit(Batch whole, List<Batch> parts) implements FlushEvent {

        public BatchSplit {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.batchSplit(this);
        }
    }

    /**
     * A row was refused alone, and the flush goes on behind it. That is durable. The row stays pending, and is dead-lettered as soon as the
     * server takes another of its kind.
     */
    record RowQuarantined(BatchKind kind, Refusal refusal) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.rowQuarantined(this);
        }
    }

    /**
     * Rows that can never be sent are out of the queue, and kept as dead letters. That is durable.
     *
     * @param refusals one for each row
     * @param gone how many of these rows were no longer pending, and are no dead letters; as a rule 0
     */
    record RowsDeadLettered(BatchKind kind, List<Refusal> refusals, int gone) implements FlushEvent {

        /** Of rows that were all pending still. */
        public RowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
            this(kind, refusals, 0);
        }

        public RowsDeadLettered {
            refusals = List.copyOf(refusals);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.rowsDeadLettered(this);
        }
    }

    /** An exporter did not take a batch. The batch is not committed yet; whether it will be is a matter of configuration. */
    record ExporterFailed(Batch batch, FanOutResult.Failure failure) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.exporterFailed(this);
        }
    }

    /**
     * The rows of a batch are marked sent. That is durable. The event may come after later batches went out, since commits are
     * written together.
     *
     * @param sent rows that this commit marked
     * @param gone rows that were no longer pending
     */
    record BatchCommitted(Batch batch, int sent, int gone) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.batchCommitted(this);
        }
    }

    /** Something is odd about a batch or the queue of a kind, and the flush goes on. Says nothing of a commit. */
    record WarnedOfKind(BatchKind kind, String message) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.warnedOfKind(this);
        }
    }

    /**
     * The storage needs attention, and the flush does not suffer from it. May also come after {@link FlushEnded}, when the flush tidies up.
     */
    record WarnedOfStorage(String message) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.warnedOfStorage(this);
        }
    }

    /**
     * The server's configuration cannot be had, or a part of it does not count; the flush goes on. Comes before {@link FlushStarted}.
     */
    record WarnedOfConfig(String message) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.warnedOfConfig(this);
        }
    }

    /**
     * The server overrides something else than before. Comes before {@link FlushStarted}, and the flush obeys it. It is not durable yet.
     *
     * @param now all that it overrides from now on
     */
    record OverridesChanged(ServerOverrides now) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.overridesChanged(this);
        }
    }

    /**
     * A kind, the destination or the whole flush goes no further. What is not committed stays pending; commits of earlier batches may follow.
     */
    record Stopped(Stop stop) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.stopped(this);
        }
    }

    /**
     * A flush in the background ended with an exception instead of a report. It is tried again later. What was committed stays so.
     *
     * @param failure the storage cannot be read, or a part that was put in has a fault, or this library has
     */
    record FlushFailed(RuntimeException failure) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.flushFailed(this);
        }
    }

    /** The flush is over, and commits nothing more. */
    record FlushEnded(FlushReport report) implements FlushEvent {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.flushEnded(this);
        }
    }
}
