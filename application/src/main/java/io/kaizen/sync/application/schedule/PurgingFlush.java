package io.kaizen.sync.application.schedule;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Flushes, then tidies up: purges sent rows that are old, and gives back what the storage takes up for nothing. What goes wrong while
 * tidying up is told to the listener and changes nothing about the flush. For one thread at a time.
 */
public final class PurgingFlush implements FlushOutbox {

    /** One transaction: some ten milliseconds, in which others wait for their turn to write. */
    private static final int ROWS_PER_STEP = 1_000;

    /** What is left then waits for the next flush: nobody's flush ends late because there is much to purge. */
    private static final int MOST_STEPS = 20;

    /** Storage beside the rows that is worth a word. */
    private static final long ALARMING_BYTES = 64L << 20;

    private final FlushOutbox flush;
    private final RetentionPolicy retention;
    private final OutboxAdmin outbox;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final FlushListener listener;
    private Optional<Instant> lastLook = Optional.empty();
    private boolean alarmed;

    /** Tidies up after {@code flush}, as often as {@code retention} wants it. */
    public PurgingFlush(
            FlushOutbox flush,
            RetentionPolicy retention,
            OutboxAdmin outbox,
            Sleeper sleeper,
            InstantSource clock,
            FlushListener listener) {
        this.flush = Objects.requireNonNull(flush, "flush");
        this.retention = Objects.requireNonNull(retention, "retention");
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    public FlushReport flush() {
        FlushReport report = flush.flush();
        // A locked database takes seconds to say so, and a stop has waited for the flush already.
        if (!isStorageInTrouble(report) && !sleeper.isStopRequested()) {
            tidy();
        }
        return report;
    }

    private static boolean isStorageInTrouble(FlushReport report) {
        return report.stops().stream().anyMatch(stop -> stop.reason() == StopReason.STORE);
    }

    private void tidy() {
        try {
            purgeIfDue();
            watchSize(outbox.trim());
        } catch (OutboxStoreException trouble) {
            listener.onEvent(new WarnedOfStorage("not tidied up: " + trouble.getMessage()));
        }
    }

    private void purgeIfDue() {
        Instant now = clock.instant();
        if (!RetentionPolicy.isLookDue(lastLook, now)) {
            return;
        }
        Optional<Instant> sentBefore = retention.sentBefore(now, outbox.isForeign());
        if (sentBefore.isPresent()) {
            outbox.markSent(now);
            if (!purge(sentBefore.get())) {
                return;
            }
        }
        lastLook = Optional.of(now);
    }

    /** Returns whether nothing is left to purge. */
    private boolean purge(Instant sentBefore) {
        for (int step = 0; step < MOST_STEPS && !sleeper.isStopRequested(); step++) {
            if (outbox.purgeSent(sentBefore, ROWS_PER_STEP).isDone()) {
                return true;
            }
        }
        return false;
    }

    /** Once when it becomes large, not again until it was small in between. */
    private void watchSize(long bytes) {
        boolean isLarge = bytes > ALARMING_BYTES;
        if (isLarge && !alarmed) {
            listener.onEvent(new WarnedOfStorage("its write-ahead log has grown to " + (bytes >> 20)
                    + " MiB, because some program has been reading the database for long; find and end that program"));
        }
        alarmed = isLarge;
    }
}
