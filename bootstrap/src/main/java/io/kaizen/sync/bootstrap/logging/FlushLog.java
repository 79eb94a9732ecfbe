package io.kaizen.sync.bootstrap.logging;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.Cause;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs flushes: at INFO and above a line for each change of state, however long an outage lasts, however many batches there are and
 * however often the state changes; the rest at DEBUG. Says nothing about stops, which the flush's report has and its reader tells.
 * For the flushing thread.
 */
public final class FlushLog implements FlushListener {

    private static final Logger LOG = LoggerFactory.getLogger(FlushLog.class);

    /** Whoever waits that long wants to know why. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    /** What stays as it is need not be said more often. */
    private static final Duration SAME_STATE = Duration.ofHours(1);
    /** What comes and goes need not either. */
    private static final Duration SAME_CHANGE = Duration.ofMinutes(1);

    private final Repetitions repetitions;
    private final Audience audience;
    private final PoisonLines poison;
    private String lastAnswer = "";
    private boolean lastWasTooLarge;
    private int failures;
    /** Whether something holds the flush up, or has held up the last one. */
    private boolean held;
    /** Whether that was said. */
    private boolean heldWasSaid;

    /** Who reads it. */
    public enum Audience {
        /** Somebody who waits for one flush to end. */
        WAITING,
        /** The same, with something else to show how the flush goes, so that only what is wrong needs a line. */
        WATCHING,
        /** A file, perhaps, into which flush after flush is logged for days. */
        NOBODY
    }

    public FlushLog(Audience audience, InstantSource clock) {
        this.audience = Objects.requireNonNull(audience, "audience");
        this.poison = new PoisonLines(clock);
        this.repetitions = new Repetitions(Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public void flushStarted(long pending) {
        failures = 0;
        poison.startAgain();
        LOG.debug("{} rows pending", pending);
    }

    @Override
    public void batchClaimed(Batch batch, boolean resumed) {
        if (resumed && !held) {
            inform("resuming " + batch.size() + " rows of " + batch.kind() + " that an earlier flush has left");
        }
        LOG.debug("sending {} rows of {}, {} bytes", batch.size(), batch.kind(), batch.bodyBytes());
    }

    @Override
    public void attemptEnded(Batch batch, IngestOutcome outcome) {
        lastAnswer = outcome.fold(new OutcomeInWords());
        lastWasTooLarge = outcome instanceof TooLarge;
        LOG.debug("{}: {}", batch.kind(), outcome);
    }

    @Override
    public void waiting(Batch batch, SendAgain verdict) {
        failures += verdict.cause() == Cause.RATE_LIMIT ? 0 : 1;
        String count = failures > 1 ? " (" + failures + " failures so far)" : "";
        String message = lastAnswer + count + "; sending again in " + seconds(verdict.delay());
        if (isWorthALine(verdict.delay())) {
            heldWasSaid = true;
            inform(message);
        } else {
            LOG.debug("{}", message);
        }
        held = true;
    }

    private boolean isWorthALine(Duration delay) {
        boolean isLong = delay.compareTo(LONG_WAIT) >= 0 && audience != Audience.NOBODY;
        return isLong || (!held && repetitions.isNews("waiting: " + lastAnswer, SAME_CHANGE));
    }

    @Override
    public void batchSplit(Batch whole, List<Batch> parts) {
        String why = lastWasTooLarge
                ? " rows are too many for the server"
                : " rows with one among them that is refused: " + lastAnswer;
        String sizes = parts.stream().map(part -> String.valueOf(part.size())).collect(Collectors.joining(" and "));
        once(
                "split " + whole.kind() + lastWasTooLarge,
                false,
                whole.kind() + ": " + whole.size() + why + "; sending " + sizes);
    }

    @Override
    public void rowSetAside(BatchKind kind, Refusal refusal) {
        poison.setAside(kind, refusal).ifPresent(this::inform);
        LOG.debug("{}: set aside {}", kind, refusal);
    }

    @Override
    public void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
        poison.deadLettered(kind, refusals).forEach(line -> LOG.warn("{}", line));
        LOG.debug("{}: dead-lettered {}", kind, refusals);
    }

    @Override
    public void exporterFailed(Batch batch, FanOutResult.Failure failure) {
        once("exporter " + failure.exporter(), true, "exporter " + failure.exporter() + ": " + failure.reason());
    }

    @Override
    public void batchCommitted(Batch batch, int sent, int gone) {
        if (held && batch.spec().isPosted()) {
            if (heldWasSaid) {
                inform("the server takes rows again");
            }
            held = false;
            heldWasSaid = false;
            failures = 0;
        }
        LOG.debug("committed {} rows of {}, {} were gone", sent, batch.kind(), gone);
    }

    @Override
    public void warning(BatchKind kind, String message) {
        once("warning " + kind + message.replaceAll("[0-9]+", "#"), true, kind + ": " + message);
    }

    @Override
    public void storageWarning(String message) {
        once("storage " + message.replaceAll("[0-9]+", "#"), true, "the database: " + message);
    }

    @Override
    public void configWarning(String message) {
        once("config " + message.replaceAll("[0-9]+", "#"), true, "the server's configuration: " + message);
    }

    @Override
    public void overridesChanged(ServerOverrides now) {
        inform("the server overrides " + now);
    }

    @Override
    public void stopped(Stop stop) {
        LOG.debug("stopped: {} {}", stop.message(), stop.detail());
    }

    @Override
    public void flushEnded(FlushReport report) {
        (audience == Audience.NOBODY ? poison.untoldForLong() : poison.untold())
                .ifPresent(line -> LOG.warn("{}", line));
        LOG.debug("{} batches, {} rows sent, {} pending", report.batches(), report.rows(), report.pending());
    }

    private void once(String what, boolean warn, String message) {
        if (!repetitions.isNews(what, SAME_STATE)) {
            LOG.debug("{}", message);
        } else if (warn) {
            LOG.warn("{}", message);
        } else {
            inform(message);
        }
    }

    private void inform(String message) {
        if (audience == Audience.WATCHING) {
            LOG.debug("{}", message);
        } else {
            LOG.info("{}", message);
        }
    }

    private static String seconds(Duration delay) {
        return String.format(Locale.ROOT, "%.1f s", delay.toMillis() / 1000.0);
    }
}
