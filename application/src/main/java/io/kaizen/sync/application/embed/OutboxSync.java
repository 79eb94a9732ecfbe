package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.EnqueueTelemetry;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.in.Wakeup;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.ingest.IngestEndpoint;
import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * An outbox in your own program: rows go in, and are sent to the ingest server by {@link #flush} or by a flusher in the background. Made by
 * {@link #builder}. It owns what it is made of, and closes it.
 *
 * <p>There is no thread before the first {@link #start} or flush, and none after {@link #close}. Nothing is logged; a {@link FlushListener}
 * hears what happens. Several of these can live in one process, each on its own file or all on one. This class is thread-safe.
 */
public final class OutboxSync implements EnqueueRows, FlushOutbox, Wakeup, AutoCloseable {

    /** As in kaizen's configuration: a shorter interval counts as this one. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    /** What a thread needs that has only to return. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Parts parts;
    private final RowQueue queue;
    private final EnqueueRows rows;
    private final FlushTurn turn;
    private final WakeupSignal signal = new WakeupSignal();
    private @Nullable BackgroundFlusher background;
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** What a sync is made of. {@code closing} already closes all of it. */
    record Parts(
            Outbox outbox,
            Enqueuing enqueuing,
            EffectiveLimits limits,
            StoppableSleeper sleeper,
            Executor flushThreads,
            InstantSource clock,
            FlushListener listener,
            ThreadFactory threads,
            Duration closeTimeout,
            ClosingOrder closing) {}

    OutboxSync(Parts parts, FlushTurn turn) {
        this.parts = parts;
        this.turn = turn;
        this.queue = new WakingQueue(parts.outbox().queue(), signal);
        this.rows = parts.enqueuing().rows(queue);
    }

    /**
     * A sync between {@code outbox} and {@code ingest}. Both belong to the sync as soon as it is built, and are closed with it, also
     * where the building fails.
     */
    public static OutboxSyncBuilder builder(Outbox outbox, IngestEndpoint ingest) {
        return new OutboxSyncBuilder(outbox, ingest);
    }

    /**
     * {@inheritDoc} In a transaction of its own, durable when it returns. The payloads of events are redacted before they are stored, unless
     * the builder was told otherwise. Wakes the flusher.
     *
     * @throws io.kaizen.sync.application.port.out.store.OutboxFullException if more would wait than the outbox allows
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if the storage cannot be used
     */
    @Override
    public Result enqueue(Request request, Iterator<byte[]> payloads) {
        requireOpen();
        return rows.enqueue(request, payloads);
    }

    /**
     * Enqueues in somebody else's transaction: redacts, checks and samples as this sync does, and puts rows into {@code transaction}, which a
     * persistence adapter has made of it. The rows are there when that is committed, and gone when it is rolled back. Call {@link #wake}
     * after the commit.
     */
    public EnqueueRows within(RowQueue transaction) {
        requireOpen();
        return parts.enqueuing().rows(transaction);
    }

    /**
     * Takes observations with identifiers in the clear, and stores their hashes instead. In transactions of its own; wakes the flusher.
     *
     * @throws IllegalStateException if the builder was not told the team's salt
     */
    public EnqueueTelemetry telemetry() {
        requireOpen();
        return parts.enqueuing().telemetry(queue);
    }

    /**
     * {@inheritDoc} Waits for its turn where the background is flushing. An interrupt is heard: the flush sends nothing more, waits for the
     * answer to the POST on the wire and returns, with {@code INTERRUPTED} among its stops and the thread's flag set.
     *
     * @throws IllegalStateException if this is closed, or the caller is itself part of a flush
     */
    @Override
    public FlushReport flush() {
        requireOpen();
        FlushReport report = turn.flush().orElseThrow(OutboxSync::isClosed);
        BackgroundFlusher flusher = current();
        if (flusher != null) {
            flusher.flushedElsewhere(report);
        }
        return report;
    }

    /**
     * Flushes for {@code limit} at most, on a thread of this sync's; waiting for the background's flush counts. After that time, or an
     * interrupt, nothing more is sent, and the call returns within a second. Where a POST is then still on the wire, its answer is waited for in the
     * background, as long as the request timeout says, and the next flush waits for that.
     *
     * @param limit positive
     * @return what was done, with {@code INTERRUPTED} among its stops if time was up; without counts where a POST was still on the wire
     * @throws IllegalStateException if this is closed, or the caller is itself part of a flush
     */
    public FlushReport flush(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit is not positive: " + limit);
        }
        requireOpen();
        turn.requireOutside();
        return new BoundedFlush(this, turn, parts.flushThreads()).flush(limit);
    }

    /**
     * Starts a thread that flushes now, whenever rows come in through this object, and at every interval for those that come in
     * otherwise. After trouble it flushes at intervals that double up to 15 minutes, whatever comes in.
     *
     * @param interval from the end of a flush to the next, unless the server has its own; positive, less than 100 ms counts as 100 ms
     * @throws IllegalStateException if it was started before, or this is closed
     */
    public synchronized void start(Duration interval) {
        requireOpen();
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval is not positive: " + interval);
        }
        if (background != null) {
            throw new IllegalStateException("the background flusher was started before");
        }
        Duration effective = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
        background = new BackgroundFlusher(
                turn,
                parts.sleeper(),
                signal,
                () -> parts.limits().overrides().flushInterval().orElse(effective),
                parts.listener());
        thread = Objects.requireNonNull(parts.threads().newThread(background), "thread");
        thread.start();
    }

    /** {@inheritDoc} Does nothing where {@link #start} was not called. */
    @Override
    public void wake() {
        signal.wake();
    }

    /** Counts everything in the outbox; above 100,000 rows of a state the count may be an estimate, as it says. */
    public OutboxStatus status() {
        requireOpen();
        return parts.outbox().admin().status();
    }

    /**
     * What the server overrides now of what the builder and {@link #start} were told; without what was pinned. Nothing before the server has
     * said something, to this process or to another one on the same outbox. May be called after the close.
     */
    public ServerOverrides serverOverrides() {
        return parts.limits().overrides();
    }

    /** Where every row is that was ever enqueued. */
    public OutboxBalance balance() {
        requireOpen();
        return parts.outbox().admin().balance();
    }

    /** The rows that can never be sent. Wake the flusher after a retry. */
    public DeadLetters deadLetters() {
        requireOpen();
        return parts.outbox().admin().deadLetters();
    }

    /**
     * Ends the flusher and closes everything. A flush that is under way may go on for the close timeout; then its POST is broken off, to be
     * sent again under the same key by the next flush, and it has another two seconds. What even then does not end, a hanging exporter
     * for example, is left behind. Closing twice does no harm.
     *
     * @throws IllegalStateException if the caller is itself part of a flush
     * @throws RuntimeException if something could not be closed; everything else is
     */
    @Override
    public void close() {
        turn.requireOutside();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        parts.sleeper().requestStop();
        signal.urge();
        turn.end(parts.closeTimeout());
        try {
            parts.closing().close();
        } finally {
            joinThread();
        }
    }

    /** Waits for the flusher's thread, which has nothing more to do. */
    private void joinThread() {
        Thread flusher;
        synchronized (this) {
            flusher = thread;
        }
        try {
            if (flusher != null && flusher != Thread.currentThread()) {
                flusher.join(FAREWELL.toMillis());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable BackgroundFlusher current() {
        return background;
    }

    private void requireOpen() {
        if (closed) {
            throw isClosed();
        }
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("this OutboxSync is closed");
    }
}
