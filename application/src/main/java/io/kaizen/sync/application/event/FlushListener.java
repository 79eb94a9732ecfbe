package io.kaizen.sync.application.event;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.util.List;

/**
 * Hears what happens during a flush, from the thread that flushes, in order. What is told to have happened to the store is
 * durable, but a kill may come between the write and the call: the store is the truth, not the count of calls. Must be quick and
 * must not throw.
 */
public interface FlushListener {

    /** Hears nothing. */
    FlushListener NONE = new FlushListener() {};

    /** A flush begins. */
    default void flushStarted(long pending) {}

    /** A batch is claimed and goes out. {@code resumed} if an earlier flush has left it. */
    default void batchClaimed(Batch batch, boolean resumed) {}

    /** A POST has ended. */
    default void attemptEnded(Batch batch, IngestOutcome outcome) {}

    /** The batch goes out again, after the wait that {@code verdict} names. */
    default void waiting(Batch batch, SendAgain verdict) {}

    /** A batch that was refused as it is became smaller ones. */
    default void batchSplit(Batch whole, List<Batch> parts) {}

    /** A row was refused alone. It stays pending, and is dead as soon as the server takes another of its kind. */
    default void rowSetAside(BatchKind kind, Refusal refusal) {}

    /** Rows that can never be sent are out of the queue, and kept. */
    default void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {}

    /** Exporters did not take a batch; the flush goes on or not, as configured. */
    default void exporterFailed(Batch batch, FanOutResult.Failure failure) {}

    /** Rows are marked sent. {@code gone} rows of the batch were no longer pending. */
    default void batchCommitted(Batch batch, int sent, int gone) {}

    /** Something is odd, and the flush goes on. */
    default void warning(BatchKind kind, String message) {}

    /** The storage needs attention, and the flush does not suffer from it. */
    default void storageWarning(String message) {}

    /** What the server says of the configuration cannot be had or does not count, and the flush goes on. */
    default void configWarning(String message) {}

    /** The server overrides something else than before: from now on this. */
    default void overridesChanged(ServerOverrides now) {}

    /** A kind, or more, goes no further. */
    default void stopped(Stop stop) {}

    /**
     * A flush in the background ended with an exception instead of a report; it is tried again later. The exception is a storage that
     * cannot be read, or a fault of a part that was put in, or of ours.
     */
    default void flushFailed(RuntimeException failure) {}

    /** The flush is over. */
    default void flushEnded(FlushReport report) {}
}
