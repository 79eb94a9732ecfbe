package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how a flush loop fares: a line when something changes, and a summary once a minute at most. For one thread. */
final class LoopLog {

    private static final Logger LOG = LoggerFactory.getLogger(LoopLog.class);

    private static final Duration SUMMARY_INTERVAL = Duration.ofMinutes(1);

    private final InstantSource clock;
    private String trouble = "";
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
        report.gravest().ifPresentOrElse(this::stopped, this::wentWell);
        if (rows > 0 && !clock.instant().isBefore(lastSummary.plus(SUMMARY_INTERVAL))) {
            summarize();
        }
    }

    /** There is nowhere to flush to. */
    void off() {
        change("sync is off", false, "sync is off: no endpoint is configured; waiting for one");
    }

    /** The database cannot be opened. */
    void storeBroken(OutboxStoreException broken) {
        String message = String.valueOf(broken.getMessage());
        change(message, true, message);
    }

    /** The loop is over. */
    void ended() {
        if (rows > 0) {
            summarize();
        }
    }

    private void stopped(Stop stop) {
        String description = ReportView.describe(stop);
        // Numbers and times in a message change from flush to flush and are no news.
        String fingerprint = stop.reason() + description.replaceAll("[0-9]+", "#");
        change(fingerprint, stop.reason().remedy() != Remedy.WAIT, description);
    }

    private void wentWell() {
        if (!trouble.isEmpty()) {
            LOG.info("all is well again");
            trouble = "";
        }
    }

    private void change(String fingerprint, boolean error, String message) {
        if (trouble.equals(fingerprint)) {
            LOG.debug("still: {}", message);
            return;
        }
        trouble = fingerprint;
        if (error) {
            LOG.error("{}", message);
        } else {
            LOG.warn("{}", message);
        }
    }

    private void summarize() {
        LOG.info("sent {} rows in {} batches", rows, batches);
        rows = 0;
        batches = 0;
        lastSummary = clock.instant();
    }
}
