package io.kaizen.sync.benchmarks.pieces;

import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.BatchPacker;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What is done to rows between storage and wire, without compression. Time per row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Rows.BATCH)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackBenchmark {

    private static final BatchLimits LIMITS = new BatchLimits(Rows.BATCH, 1_000_000);

    private final KindSpec spec = KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();
    private final RowEncoder encoder = new JacksonRowEncoder();
    private final List<OutboxRow> rows = Rows.outboxRows();
    private final List<EncodedRow> encoded = Rows.encodedRows();

    /** Checks each row against the allowlist and copies what may travel. */
    @Benchmark
    public void validateAndCopy(Blackhole sink) {
        for (OutboxRow row : rows) {
            sink.consume(encoder.encode(spec, row));
        }
    }

    /** Fills a batch up to its limits, by exact sizes. */
    @Benchmark
    public Batch pack() {
        BatchPacker packer = new BatchPacker(spec, Rows.ENVELOPE, LIMITS);
        for (EncodedRow row : encoded) {
            packer.offer(row);
        }
        return packer.pack();
    }
}
