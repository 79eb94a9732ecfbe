package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import io.kaizen.sync.adapter.telemetry.chunk.Divisible;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Objects;

/** What one POST carries: some items of one signal, in their frame. Never empty. Immutable. */
final class OtlpRequest implements Divisible<OtlpRequest> {

    private final Frame frame;
    private final List<Item> items;

    /**
     * A row as OTLP has it.
     *
     * @param encoded a {@code LogRecord} or {@code Span}; as an object it would take five to ten times the memory
     * @param isShortened whether the part that can be long was left out
     */
    record Item(RowId row, ByteString encoded, boolean isShortened) {

        Item {
            Objects.requireNonNull(row, "row");
            Objects.requireNonNull(encoded, "encoded");
        }
    }

    OtlpRequest(Frame frame, List<Item> items) {
        this.frame = frame;
        this.items = List.copyOf(items);
    }

    /** An {@code ExportLogsServiceRequest} or {@code ExportTraceServiceRequest}, not compressed. */
    byte[] body() {
        return frame.around(items.stream().map(Item::encoded).toList());
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public List<RowId> rowIds() {
        return items.stream().map(Item::row).toList();
    }

    /** The rows whose item was too long and was shortened. */
    List<RowId> shortened() {
        return items.stream().filter(Item::isShortened).map(Item::row).toList();
    }

    @Override
    public List<OtlpRequest> halves() {
        int middle = items.size() / 2;
        return List.of(
                new OtlpRequest(frame, items.subList(0, middle)),
                new OtlpRequest(frame, items.subList(middle, items.size())));
    }
}
