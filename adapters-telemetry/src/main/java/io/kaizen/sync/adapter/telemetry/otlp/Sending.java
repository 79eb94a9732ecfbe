package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.http.Deadline;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.application.port.out.ExportException;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one batch on their way: all are tried, whatever becomes of some, and the first failure is the result. One that
 * is too large for the receiver is halved, as far as that goes. For one thread.
 */
final class Sending {

    private static final int CONTENT_TOO_LARGE = 413;

    private final Deque<OtlpRequest> waiting;
    private final Deadline deadline;
    private final List<RowId> taken = new ArrayList<>();
    private @Nullable ExporterHttpException first;

    private Sending(List<OtlpRequest> requests, Deadline deadline) {
        this.waiting = new ArrayDeque<>(requests);
        this.deadline = deadline;
    }

    /** Sends one request, and returns once it is taken. */
    @FunctionalInterface
    interface Sender {
        void send(OtlpRequest request, Deadline deadline) throws ExporterHttpException;
    }

    /** @param deadline of all of them together */
    static Sending of(List<OtlpRequest> requests, Deadline deadline) {
        return new Sending(requests, deadline);
    }

    /**
     * Sends them, in order.
     *
     * @throws ExportException if some rows were taken and others not, or the thread was interrupted
     * @throws ExporterHttpException if none was taken
     */
    void sendAll(Sender sender) throws ExportException, ExporterHttpException {
        while (!waiting.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                // Whoever interrupted us has given this export up: rows sent from now on would be sent again.
                throw new ExportException("interrupted with " + waiting.size() + " requests to go", taken, first);
            }
            send(waiting.remove(), sender);
        }
        if (first != null && taken.isEmpty()) {
            throw first;
        }
        if (first != null) {
            throw new ExportException(Objects.requireNonNullElse(first.getMessage(), "failed"), taken, first);
        }
    }

    private void send(OtlpRequest request, Sender sender) {
        try {
            sender.send(request, deadline);
            taken.addAll(request.rowIds());
        } catch (ExporterHttpException failure) {
            if (failure.statusCode() == CONTENT_TOO_LARGE && request.size() > 1) {
                List<OtlpRequest> halves = request.halves();
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
