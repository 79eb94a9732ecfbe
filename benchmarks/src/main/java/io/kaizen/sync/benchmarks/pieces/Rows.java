package io.kaizen.sync.benchmarks.pieces;

import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.benchmarks.BenchmarkRows;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One batch of events in each of its forms. */
final class Rows {

    /** As many as a batch holds by default. */
    static final int BATCH = 500;

    static final BatchEnvelope ENVELOPE =
            new BatchEnvelope("benchmark", "blake3:" + "0a".repeat(32), Optional.of("widget"));

    private Rows() {}

    static List<OutboxRow> outboxRows() {
        BenchmarkRows content = new BenchmarkRows();
        List<OutboxRow> rows = new ArrayList<>();
        for (int row = 0; row < BATCH; row++) {
            OwnerId owner = new OwnerId(BenchmarkRows.ownerOf(row));
            rows.add(new OutboxRow(new RowId(row + 1L), owner, BatchKind.EVENTS, content.next(BatchKind.EVENTS, row)));
        }
        return rows;
    }

    static List<EncodedRow> encodedRows() {
        KindSpec spec = KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();
        RowEncoder encoder = new JacksonRowEncoder();
        return outboxRows().stream()
                .map(row -> ((Encoded) encoder.encode(spec, row)).row())
                .toList();
    }

    static Batch batch() {
        return new Batch(KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow(), ENVELOPE, encodedRows());
    }
}
