package io.kaizen.sync.domain.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows and batches by meaning. */
public final class BatchFixture {

    public static final BatchEnvelope ENVELOPE = new BatchEnvelope("team", "blake3:00", Optional.of("widget"));
    public static final KindSpec EVENTS =
            KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();
    public static final KindSpec EVALS =
            KaizenKinds.REGISTRY.find(BatchKind.SESSION_EVALS).orElseThrow();

    private BatchFixture() {}

    /** A row that holds exactly {@code json}. */
    public static EncodedRow row(long id, String json) {
        return new EncodedRow(new RowId(id), new OwnerId("owner"), json.getBytes(UTF_8));
    }

    /** A row of {@code bytes} bytes, at least 2. */
    public static EncodedRow rowOf(long id, int bytes) {
        byte[] json = new byte[bytes];
        Arrays.fill(json, (byte) ' ');
        json[0] = '{';
        json[bytes - 1] = '}';
        return new EncodedRow(new RowId(id), new OwnerId("owner"), json);
    }

    /** Events with the ids 1 to {@code rows}. */
    public static Batch batchOf(int rows) {
        List<EncodedRow> encoded =
                IntStream.rangeClosed(1, rows).mapToObj(id -> row(id, "{}")).toList();
        return new Batch(EVENTS, ENVELOPE, encoded);
    }

    /** What goes over the wire before compression. */
    public static byte[] bodyOf(Batch batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            batch.writeBodyTo(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return body.toByteArray();
    }
}
