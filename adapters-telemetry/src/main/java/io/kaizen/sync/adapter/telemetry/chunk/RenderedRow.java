package io.kaizen.sync.adapter.telemetry.chunk;

import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * A row in the form in which a server takes it.
 *
 * @param json one JSON value in UTF-8; shared and not copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied once, into a body
public record RenderedRow(RowId id, byte[] json) {

    public RenderedRow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(json, "json");
    }

    /** Without the content, which has no business in logs. */
    @Override
    public String toString() {
        return "RenderedRow[id=" + id + ", bytes=" + json.length + "]";
    }
}
