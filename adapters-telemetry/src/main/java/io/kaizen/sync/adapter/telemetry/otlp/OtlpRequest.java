package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.domain.row.RowId;
import java.util.List;

/** What one POST carries: some items of one signal, in their frame. Never empty. Immutable. */
final class OtlpRequest {

    private final Frame frame;
    private final List<Item> items;

    OtlpRequest(Frame frame, List<Item> items) {
        this.frame = frame;
        this.items = List.copyOf(items);
    }

    /** An {@code ExportLogsServiceRequest} or {@code ExportTraceServiceRequest}, not compressed. */
    byte[] body() {
        return frame.around(items);
    }

    int size() {
        return items.size();
    }

    List<RowId> rowIds() {
        return items.stream().map(Item::row).toList();
    }

    /** The rows whose item was too long and was shortened. */
    List<RowId> shortened() {
        return items.stream().filter(Item::isShortened).map(Item::row).toList();
    }

    /** The first ⌊n/2⌋ items and the others, a request each. There must be two items at least. */
    List<OtlpRequest> halves() {
        int middle = items.size() / 2;
        return List.of(
                new OtlpRequest(frame, items.subList(0, middle)),
                new OtlpRequest(frame, items.subList(middle, items.size())));
    }
}
