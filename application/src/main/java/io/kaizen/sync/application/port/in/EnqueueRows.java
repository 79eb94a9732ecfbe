package io.kaizen.sync.application.port.in;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Puts rows into the outbox. */
public interface EnqueueRows {

    /**
     * Checks all payloads, then enqueues them, as {@link io.kaizen.sync.application.port.out.store.RowQueue} does.
     *
     * @param payloads one JSON object each, in order; read one at a time
     * @throws InvalidRowException at the first payload that can never be sent, unless the request skips those; nothing is enqueued
     *     then
     */
    Result enqueue(Request request, Iterator<byte[]> payloads);

    /**
     * Enqueues JSON texts, all or none.
     *
     * @param payloads one JSON object each
     * @throws InvalidRowException at the first that can never be sent
     */
    default Result enqueue(BatchKind kind, OwnerId owner, List<String> payloads) {
        return enqueue(new Request(kind, owner, false, false), utf8(payloads));
    }

    /**
     * Enqueues JSON texts in place of the owner's pending rows of that kind, all or none: the latest wins. Rows that are sent stay.
     *
     * @param payloads one JSON object each
     * @throws InvalidRowException at the first that can never be sent
     */
    default Result replace(BatchKind kind, OwnerId owner, List<String> payloads) {
        return enqueue(new Request(kind, owner, true, false), utf8(payloads));
    }

    private static Iterator<byte[]> utf8(List<String> payloads) {
        return payloads.stream()
                .map(json -> json.getBytes(StandardCharsets.UTF_8))
                .iterator();
    }

    /**
     * What to enqueue.
     *
     * @param replace whether the owner's pending rows of that kind go away
     * @param skipInvalid whether payloads that can never be sent are left out instead of refused
     */
    record Request(BatchKind kind, OwnerId owner, boolean replace, boolean skipInvalid) {

        public Request {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(owner, "owner");
        }
    }

    /**
     * What was done.
     *
     * @param skipped how many payloads can never be sent
     * @param examples the first of those, at most {@link #MAX_EXAMPLES}, in order
     * @param sampledOut rows that fell to the sample rate
     */
    record Result(long enqueued, long skipped, List<Invalid> examples, long sampledOut) {

        /** How many skipped payloads are described. */
        public static final int MAX_EXAMPLES = 20;

        public Result {
            examples = List.copyOf(examples);
        }
    }

    /**
     * A payload that can never be sent.
     *
     * @param position 1-based, among the payloads
     */
    record Invalid(long position, String reason) {}

    /** Says which payload can never be sent, and why. */
    final class InvalidRowException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final long position;
        private final String reason;

        /** Names the payload. */
        public InvalidRowException(Invalid invalid) {
            super("payload " + invalid.position() + ": " + invalid.reason());
            this.position = invalid.position();
            this.reason = invalid.reason();
        }

        /** 1-based, among the payloads. */
        public long position() {
            return position;
        }

        /** Why it can never be sent, in words that show nothing of its content. */
        public String reason() {
            return reason;
        }
    }
}
