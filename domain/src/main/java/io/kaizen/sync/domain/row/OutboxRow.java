package io.kaizen.sync.domain.row;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Objects;

/**
 * A pending row as it lies in the outbox. Its payload is not yet known to be valid.
 *
 * @param payload the stored bytes, UTF-8 JSON if all is well; shared and not copied, so nobody may write to it. Empty where the
 *     row was too long to be read
 * @param payloadBytes how long the stored payload is
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a payload is bytes from the disk to the socket; copies per row are what we avoid
public record OutboxRow(RowId id, OwnerId owner, BatchKind kind, byte[] payload, long payloadBytes) {

    private static final byte[] UNREAD = new byte[0];

    public OutboxRow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(payload, "payload");
    }

    /** A row that was read. */
    public OutboxRow(RowId id, OwnerId owner, BatchKind kind, byte[] payload) {
        this(id, owner, kind, payload, payload.length);
    }

    /** A row that is too long to be read. */
    public static OutboxRow unread(RowId id, OwnerId owner, BatchKind kind, long payloadBytes) {
        return new OutboxRow(id, owner, kind, UNREAD, payloadBytes);
    }

    /** Whether the payload is here. */
    public boolean isRead() {
        return payload.length == payloadBytes;
    }

    /** Without the payload, which has no business in logs. */
    @Override
    public String toString() {
        return "OutboxRow[id=" + id + ", kind=" + kind + ", bytes=" + payloadBytes + "]";
    }
}
