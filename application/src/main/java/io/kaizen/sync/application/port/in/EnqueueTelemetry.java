package io.kaizen.sync.application.port.in;

import io.kaizen.sync.application.port.in.EnqueueRows.Request;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import java.util.Iterator;
import java.util.Objects;

/**
 * Puts observations into the outbox, such that nothing but what may leave the machine is ever written to it: the payload of an event
 * is redacted, identifiers are hashed with the team's salt, fields that are not on the kind's list are left out, and the rest is
 * checked. Thread-safe; throws {@code OutboxStoreException} where the storage cannot be used.
 *
 * <p>Where a row wants a hash, its plain text may be given instead, under the field's name without {@code _hash}: {@code session_id}
 * for {@code session_id_hash}, {@code paths} for {@code path_hashes}.
 */
public interface EnqueueTelemetry {

    /**
     * Enqueues one item. It is durable when this returns.
     *
     * @return whether it is in the outbox; false where it fell to the sample rate
     * @throws InvalidItemException if it can never be sent
     * @throws IllegalArgumentException if nobody knows its kind
     */
    boolean enqueue(TelemetryItem item);

    /**
     * Enqueues items of one kind and owner in one transaction.
     *
     * @param items one JSON object each, as in {@link TelemetryItem}, in order; read one at a time
     * @throws EnqueueRows.InvalidRowException at the first item that can never be sent, unless the request skips those; nothing is
     *     enqueued then
     */
    Result enqueue(Request request, Iterator<byte[]> items);

    /** Says why an item can never be sent. */
    final class InvalidItemException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String reason;

        /** @param reason names the field, and shows nothing of its content */
        public InvalidItemException(TelemetryItem item, String reason) {
            super(item.kind() + ": " + Objects.requireNonNull(reason, "reason"));
            this.reason = reason;
        }

        /** The field and the rule it breaks, without what the item says: {@code "event_seq: missing"}. */
        public String reason() {
            return reason;
        }
    }
}
