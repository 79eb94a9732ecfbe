package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Batches for tests whose subject is not what stands in them. */
public final class SampleBatches {

    private static final BatchEnvelope ENVELOPE =
            new BatchEnvelope("team", "blake3:" + "0".repeat(64), Optional.empty());

    private SampleBatches() {}

    /** A batch of {@code rows} events. */
    public static Batch events(int rows) {
        return of(BatchKind.EVENTS, rows);
    }

    /** A batch of {@code rows} small JSON objects of {@code kind}, which need not be rows that its schema would pass. */
    public static Batch of(BatchKind kind, int rows) {
        List<String> json = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            json.add("{\"event_seq\":" + i + "}");
        }
        return of(kind, json);
    }

    /** A batch of the given rows, as they are, numbered from 1. */
    public static Batch of(BatchKind kind, List<String> json) {
        KindSpec spec = Kinds.find(kind).orElseThrow(() -> new IllegalArgumentException("unknown kind: " + kind));
        List<EncodedRow> rows = new ArrayList<>();
        for (String row : json) {
            rows.add(new EncodedRow(new RowId(rows.size() + 1L), new OwnerId("owner"), row.getBytes(UTF_8)));
        }
        return new Batch(spec, ENVELOPE, rows);
    }
}
