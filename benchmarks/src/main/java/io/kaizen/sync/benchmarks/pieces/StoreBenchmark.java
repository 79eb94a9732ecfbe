package io.kaizen.sync.benchmarks.pieces;

import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.row.OutboxRow;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch's way through the outbox, a step at a time. Time per row. What enqueue and claim write is on disk when they return, so that
 * the disk counts.
 */
@NullUnmarked // JMH fills in the fields, each before its benchmark
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Rows.BATCH)
@Fork(1)
@Warmup(iterations = 300)
@Measurement(iterations = 300)
public class StoreBenchmark {

    /** An outbox. */
    @State(Scope.Benchmark)
    public static class Empty {

        MeasuredOutbox outbox;

        /** Opens it. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            outbox = new MeasuredOutbox();
        }

        /** Removes it. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            outbox.close();
        }
    }

    /** An outbox with a batch of rows to claim. */
    @State(Scope.Benchmark)
    public static class Pending extends Empty {

        Claim claim;

        /** Adds a batch of rows, for each call. */
        @Setup(Level.Invocation)
        public void enqueue() {
            outbox.enqueue();
            claim = outbox.newClaim();
        }

        /** Sends away what is claimed. */
        @TearDown(Level.Invocation)
        public void empty() {
            outbox.commit(claim);
        }
    }

    /** An outbox with a batch of rows that stay. */
    @State(Scope.Benchmark)
    public static class Waiting extends Empty {

        /** Adds them. */
        @Setup(Level.Trial)
        public void enqueue() {
            outbox.enqueue();
        }
    }

    /** An outbox with a claim to commit. */
    @State(Scope.Benchmark)
    public static class Claimed extends Empty {

        Claim claim;

        /** Claims a batch of rows, for each call. */
        @Setup(Level.Invocation)
        public void claim() {
            outbox.enqueue();
            claim = outbox.newClaim();
            outbox.claim(claim);
        }
    }

    /** Puts a batch of rows in. */
    @Benchmark
    public long enqueue(Empty empty) {
        return empty.outbox.enqueue();
    }

    /** Reads the next batch of rows. */
    @Benchmark
    public List<OutboxRow> page(Waiting waiting) {
        return waiting.outbox.page();
    }

    /** Writes down which rows go out under which key. */
    @Benchmark
    public boolean claim(Pending pending) {
        return pending.outbox.claim(pending.claim);
    }

    /** Marks a batch of rows sent. */
    @Benchmark
    public long commit(Claimed claimed) {
        return claimed.outbox.commit(claimed.claim);
    }
}
