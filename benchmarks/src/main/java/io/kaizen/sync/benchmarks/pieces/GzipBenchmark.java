package io.kaizen.sync.benchmarks.pieces;

import io.kaizen.sync.domain.batch.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Compressing a batch's body, by level. Time per row; how long one becomes is said at the end of each level. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Rows.BATCH)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GzipBenchmark {

    @Param({"1", "2", "3", "4", "5", "6", "9"})
    private int level;

    private final byte[] body = body();

    private int length;

    /** The whole body at once. */
    @Benchmark
    public byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 8192) {
            {
                def.setLevel(level);
            }
        }) {
            gzip.write(body);
        }
        length = bytes.size();
        return bytes.toByteArray();
    }

    /** Says what a row comes to on the wire, envelope and commas included. */
    @TearDown
    public void tellLength() {
        System.out.printf(Locale.ROOT, "%nLevel %d: %d bytes per row%n", level, length / Rows.BATCH);
    }

    private static byte[] body() {
        Batch batch = Rows.batch();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            batch.writeBodyTo(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory takes any bytes", impossible);
        }
        return bytes.toByteArray();
    }
}
