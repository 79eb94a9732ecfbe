package io.kaizen.sync.domain.batch;

import java.util.Objects;
import java.util.UUID;

/** Names one batch to the server, so that it can tell a resend from new data. A UUIDv7 (RFC 9562, section 5.7). */
public record IdempotencyKey(UUID value) {

    public IdempotencyKey {
        Objects.requireNonNull(value, "key");
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if {@code text} is no UUID
     */
    public static IdempotencyKey parse(String text) {
        return new IdempotencyKey(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
