package io.kaizen.sync.domain.row;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Objects;

/**
 * A pending row as it lies in the outbox. Its payload is not yet known to be valid.
 *
 * @param payload the stored bytes, UTF-8 JSON if all is well; shared and not copied, so nobody may write to it
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a payload is bytes from the disk to the socket; copies per row are what we avoid
public record OutboxRow(RowId id, OwnerId owner, BatchKind kind, byte[] payload) {

    public OutboxRow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(payload, "payload");
    }

    /** Without the payload, which has no business in logs. */
    @Override
    public String toString() {
        return "OutboxRow[id=" + id + ", kind=" + kind + ", bytes=" + payload.length + "]";
    }
}
