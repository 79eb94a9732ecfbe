package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * A row as OTLP has it.
 *
 * @param bytes a {@code LogRecord} or {@code Span}; shared and not copied
 * @param isShortened whether the part that can be long was left out
 */
@SuppressWarnings("ArrayRecordComponent") // copied once, into a body
record Item(RowId row, byte[] bytes, boolean isShortened) {

    Item {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(bytes, "bytes");
    }
}
