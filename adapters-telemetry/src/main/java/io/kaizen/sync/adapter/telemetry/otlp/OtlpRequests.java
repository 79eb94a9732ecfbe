package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import io.kaizen.sync.adapter.telemetry.otlp.OtlpRequest.Item;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs the rows of a batch into requests, in order. None is longer than {@link #MAX_BODY_BYTES}, unless a row is longer even when
 * shortened. For one batch.
 */
final class OtlpRequests {

    /** Before compression. Receivers have limits from 4 MiB on; the OpenTelemetry collector's is 20 MiB. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private final Frame frame;
    private final ItemMapper mapper;
    private final List<OtlpRequest> requests = new ArrayList<>();
    private final List<Item> open = new ArrayList<>();
    private long openBytes;

    private OtlpRequests(Frame frame, ItemMapper mapper) {
        this.frame = frame;
        this.mapper = mapper;
    }

    /**
     * The requests that carry {@code batch}.
     *
     * @param version of the program that sends
     * @throws IOException if a row is not a JSON object
     */
    static List<OtlpRequest> of(Batch batch, ItemMapper mapper, String version) throws IOException {
        OtlpRequests packing = new OtlpRequests(Frame.of(batch.envelope(), version), mapper);
        for (EncodedRow row : batch.rows()) {
            packing.add(packing.itemOf(row));
        }
        packing.finishRequest();
        return List.copyOf(packing.requests);
    }

    private Item itemOf(EncodedRow encoded) throws IOException {
        Row row = Row.of(encoded);
        ByteString whole = mapper.whole(row).toByteString();
        boolean isTooLong = frame.bodyBytes(Frame.bytesOf(whole)) > MAX_BODY_BYTES;
        return new Item(encoded.id(), isTooLong ? mapper.brief(row).toByteString() : whole, isTooLong);
    }

    private void add(Item item) {
        long bytes = Frame.bytesOf(item.encoded());
        if (!open.isEmpty() && frame.bodyBytes(openBytes + bytes) > MAX_BODY_BYTES) {
            finishRequest();
        }
        open.add(item);
        openBytes += bytes;
    }

    private void finishRequest() {
        requests.add(new OtlpRequest(frame, open));
        open.clear();
        openBytes = 0;
    }
}
