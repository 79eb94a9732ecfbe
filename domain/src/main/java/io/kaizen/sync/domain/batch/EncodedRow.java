package io.kaizen.sync.domain.batch;

import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * A row that was found valid, in the form in which it leaves the machine: its kind's allowed fields in the contract's
 * order, as compact UTF-8 JSON.
 *
 * @param json shared and not copied, so nobody may write to it
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a payload is bytes from the disk to the socket; copies per row are what we avoid
public record EncodedRow(RowId id, OwnerId owner, byte[] json) {

    public EncodedRow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(json, "json");
    }

    /** Without the content, which has no business in logs. */
    @Override
    public String toString() {
        return "EncodedRow[id=" + id + ", bytes=" + json.length + "]";
    }
}
