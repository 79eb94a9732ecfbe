package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.logging.Repetitions;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how a flush loop fares: a line when something changes, a summary of what was sent once a minute at most, and one of what is
 * still wrong once an hour. For one thread.
 */
final class LoopLog {

    private static final Logger LOG = LoggerFactory.getLogger(LoopLog.class);

    private static final Duration SUMMARY_INTERVAL = Duration.ofMinutes(1);
    private static final Duration REMINDER_INTERVAL = Duration.ofHours(1);

    private final InstantSource clock;
    private String trouble = "";
    private Instant troubleSince = Instant.EPOCH;
    private Instant troubleTold = Instant.EPOCH;
    private Instant lastSummary = Instant.EPOCH;
    private long rows;
    private long batches;

    LoopLog() {
        this(InstantSource.system());
    }

    LoopLog(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** A flush has ended, well or not. */
    void flushed(FlushReport report) {
        rows += report.rows();
        batches += report.batches();
        report.gravest().ifPresentOrElse(stop -> stopped(stop, report.pending()), this::wentWell);
        if (rows > 0 && !clock.instant().isBefore(lastSummary.plus(SUMMARY_INTERVAL))) {
            summarize();
        }
    }

    /** There is nowhere to flush to. */
    void off() {
        change("sync is off", LOG::warn, "sync is off: no endpoint is configured (sync.endpoint); waiting for one");
    }

    /** The database cannot be opened. */
    void storeBroken(OutboxStoreException broken) {
        String message = String.valueOf(broken.getMessage());
        change(message, LOG::error, message);
    }

    /** The loop is over. */
    void ended() {
        if (rows > 0) {
            summarize();
        }
    }

    private void stopped(Stop stop, RowCount pending) {
        String description = ReportView.describe(stop);
        Consumer<String> level = stop.reason().remedy() == Remedy.WAIT ? LOG::warn : LOG::error;
        change(stop.reason() + description, level, description + " (rows pending: " + pending + ")");
    }

    private void wentWell() {
        if (!trouble.isEmpty()) {
            LOG.info("all is well again");
            trouble = "";
        }
    }

    private void change(String what, Consumer<String> level, String message) {
        String fingerprint = Repetitions.fingerprint(what);
        Instant now = clock.instant();
        if (!trouble.equals(fingerprint)) {
            trouble = fingerprint;
            troubleSince = now;
            troubleTold = now;
            level.accept(message);
        } else if (!now.isBefore(troubleTold.plus(REMINDER_INTERVAL))) {
            troubleTold = now;
            level.accept("still, for " + Duration.between(troubleSince, now).toHours() + " h: " + message);
        } else {
            LOG.debug("still: {}", message);
        }
    }

    private void summarize() {
        LOG.info("sent: rows {}, batches {}", rows, batches);
        rows = 0;
        batches = 0;
        lastSummary = clock.instant();
    }
}
