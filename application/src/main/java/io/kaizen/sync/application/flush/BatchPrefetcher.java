package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks and compresses the batches that come next, while one is on its way. Begins when the first is taken, and is never more
 * than {@value #BATCHES_AHEAD} ahead. For one thread; what it does itself it does on others.
 */
final class BatchPrefetcher {

    /** One to be compressed while the next is read. */
    private static final int BATCHES_AHEAD = 2;

    /** Comes after the claims that another lane has left, and no later than any row. */
    private static final RowId NOT_READ = new RowId(RowId.BEFORE_ALL.value() + 1);

    private final Runnable beforehand;
    private final RowReader reader;
    private final IngestGateway gateway;
    private final Executor threads;
    /** In order. Each is read after the one before it, and compressed whenever. */
    private final Deque<CompletableFuture<Read>> ahead = new ArrayDeque<>();

    private CompletableFuture<Read> lastRead = CompletableFuture.completedFuture(Read.NOTHING_YET);
    /** Of the last that was taken. */
    private @Nullable Read taken;

    /**
     * What the reader came to.
     *
     * @param poison what it found since the last time
     * @param request the batch, ready for its POST, if there is one and it is to be POSTed
     * @param headAfter the oldest row that was not read then
     */
    record Read(RowReader.Next next, List<Refusal> poison, Optional<PreparedBatch> request, Optional<RowId> headAfter) {

        private static final Read NOTHING_YET =
                new Read(new RowReader.FullOfPoison(), List.of(), Optional.empty(), Optional.empty());

        /** Whether to read on would lead to the same. */
        private boolean isLast() {
            return next instanceof RowReader.Exhausted || next instanceof RowReader.Blocked;
        }

        private Read again() {
            return new Read(next, List.of(), Optional.empty(), headAfter);
        }

        private Read prepared(PreparedBatch ready) {
            return new Read(next, poison, Optional.of(ready), headAfter);
        }
    }

    /** @param beforehand done before the first row is read, by who takes it */
    BatchPrefetcher(Runnable beforehand, RowReader reader, IngestGateway gateway, Executor threads) {
        this.beforehand = beforehand;
        this.reader = reader;
        this.gateway = gateway;
        this.threads = threads;
    }

    /** The oldest row that was not taken yet; {@link #NOT_READ} before the first was, since to look would be to begin. */
    Optional<RowId> head() {
        Read last = taken;
        return last == null ? Optional.of(NOT_READ) : last.headAfter();
    }

    /** Waits for what comes next. What the other threads have thrown is thrown here. */
    Read take() {
        if (taken == null) {
            beforehand.run();
        }
        readOn(1);
        Read next = Futures.of(ahead.removeFirst());
        taken = next;
        if (!next.isLast()) {
            readOn(BATCHES_AHEAD);
        }
        return next;
    }

    /** Waits until nobody reads any more. What was read is dropped, and what went wrong with it. */
    void end() {
        while (!ahead.isEmpty()) {
            Throwable failure =
                    ahead.removeFirst().handle((read, thrown) -> thrown).join();
            if (failure instanceof CompletionException wrapped && wrapped.getCause() instanceof Error error) {
                throw error;
            }
        }
    }

    private void readOn(int batches) {
        while (ahead.size() < batches) {
            lastRead = lastRead.thenApplyAsync(this::readAfter, threads);
            ahead.addLast(lastRead.thenApplyAsync(this::prepare, threads));
        }
    }

    private Read readAfter(Read before) {
        if (before.isLast()) {
            return before.again();
        }
        RowReader.Next next = reader.next();
        return new Read(next, reader.takePoison(), Optional.empty(), reader.head());
    }

    private Read prepare(Read read) {
        if (read.next() instanceof RowReader.Packed packed) {
            Batch batch = packed.batch();
            // The claim will want it; once it is known it stays.
            batch.digest();
            return batch.spec().isPosted() ? read.prepared(gateway.prepare(batch)) : read;
        }
        return read;
    }
}
