package io.kaizen.sync.application.port.out.export;

import io.kaizen.sync.domain.batch.Batch;

/**
 * A second destination, beside the ingest server. Observed, not obeyed: what it throws, {@code Error}s too, counts as its own
 * failure. Only an {@link OutOfMemoryError} does not: it ends the flush, and leaves by the exporter's thread as well.
 *
 * <p>Called from a thread of its own, while the batch is being POSTed, and never twice at the same time. The thread is
 * interrupted when the exporter's time is up; what the exporter does after that is ignored. A row that it has taken is not given
 * to it again, except after a crash.
 */
public interface Exporter extends AutoCloseable {

    /** Short name for logs and for the record of what it has taken; unique among the exporters of a flush. */
    String name();

    /**
     * Takes the rows of {@code batch}.
     *
     * @throws ExportException if it took none, or some, of them, for a reason that it can name
     * @throws Exception if it took none of them; the message is shown to people and must hold no secret
     */
    void export(Batch batch) throws Exception;

    /** Frees what the exporter holds. */
    @Override
    default void close() {}
}
