package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.MessageLite;
import io.kaizen.sync.adapter.telemetry.chunk.Divisible;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Objects;

/**
 * What one POST carries: some items of one signal, in their frame. Never empty. Immutable.
 *
 * @param <I> a log record or a span
 */
final class OtlpRequest<I extends MessageLite> implements Divisible<OtlpRequest<I>> {

    private final Frame frame;
    private final ItemMapper<I> mapper;
    private final List<Item<I>> items;

    /**
     * A row as OTLP has it.
     *
     * @param <I> a log record or a span
     * @param isShortened whether the part that can be long was left out
     */
    record Item<I extends MessageLite>(RowId row, I message, boolean isShortened) {

        Item {
            Objects.requireNonNull(row, "row");
            Objects.requireNonNull(message, "message");
        }
    }

    OtlpRequest(Frame frame, ItemMapper<I> mapper, List<Item<I>> items) {
        this.frame = frame;
        this.mapper = mapper;
        this.items = List.copyOf(items);
    }

    /** An {@code ExportLogsServiceRequest} or {@code ExportTraceServiceRequest}, not compressed. */
    byte[] body() {
        return mapper.request(frame, items.stream().map(Item::message).toList()).toByteArray();
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
    public List<OtlpRequest<I>> halves() {
        int middle = items.size() / 2;
        return List.of(
                new OtlpRequest<>(frame, mapper, items.subList(0, middle)),
                new OtlpRequest<>(frame, mapper, items.subList(middle, items.size())));
    }
}
