package io.kaizen.sync.adapter.telemetry.chunk;

import io.kaizen.sync.adapter.telemetry.http.Deadline;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one batch on their way: all are tried, whatever becomes of some, and the first failure is the result. Each has its
 * share of the time that is left; what it does not need is there for those behind it. A chunk that is too large for the server is
 * halved, as far as that goes. For one thread.
 *
 * @param <C> what travels in one request
 */
public final class Chunks<C extends Divisible<C>> {

    private static final int CONTENT_TOO_LARGE = 413;

    private final Deque<C> waiting;
    private final Sender<C> sender;
    private final List<RowId> taken = new ArrayList<>();
    private @Nullable ExporterHttpException first;

    private Chunks(List<C> chunks, Sender<C> sender) {
        this.waiting = new ArrayDeque<>(chunks);
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    /**
     * Sends one chunk.
     *
     * @param <C> its type
     */
    @FunctionalInterface
    public interface Sender<C> {

        /**
         * Returns once the chunk is taken.
         *
         * @param deadline of this chunk
         */
        void send(C chunk, Deadline deadline) throws ExporterHttpException;
    }

    /**
     * Sends {@code chunks}, in order.
     *
     * @param <C> what travels in one request
     * @param deadline of all of them together
     * @throws ExportException if not all were taken; it names the rows that were. An interrupt before a chunk ends the export: whoever
     *     interrupted has given it up, and rows sent after that would be sent again
     */
    public static <C extends Divisible<C>> void send(List<C> chunks, Deadline deadline, Sender<C> sender)
            throws ExportException {
        new Chunks<>(chunks, sender).sendAll(deadline);
    }

    private void sendAll(Deadline deadline) throws ExportException {
        while (!waiting.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ExportException("interrupted with requests to go: " + waiting.size(), taken, first);
            }
            Deadline share = deadline.share(waiting.size());
            send(waiting.remove(), share);
        }
        if (first != null) {
            throw new ExportException(Objects.requireNonNullElse(first.getMessage(), "failed"), taken, first);
        }
    }

    private void send(C chunk, Deadline deadline) {
        try {
            sender.send(chunk, deadline);
            taken.addAll(chunk.rowIds());
        } catch (ExporterHttpException failure) {
            if (failure.statusCode() == CONTENT_TOO_LARGE && chunk.size() > 1) {
                List<C> halves = chunk.halves();
                waiting.addFirst(halves.get(1));
                waiting.addFirst(halves.get(0));
            } else if (first == null) {
                first = failure;
            } else {
                first.addSuppressed(failure);
            }
        }
    }
}
