package io.kaizen.sync.bootstrap.logging;

import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.ExporterFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.OverridesChanged;
import io.kaizen.sync.application.event.FlushEvent.RowQuarantined;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.application.event.FlushEvent.Stopped;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfConfig;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.time.InstantSource;
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
public final class FlushLog implements FlushListener, FlushEvent.Cases<Void> {

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
    public void onEvent(FlushEvent event) {
        event.fold(this);
    }

    @Override
    public Void flushStarted(FlushStarted event) {
        failures = 0;
        poison.startAgain();
        LOG.debug("{} rows pending", event.pending());
        return null;
    }

    @Override
    public Void batchClaimed(BatchClaimed event) {
        Batch batch = event.batch();
        if (event.resumed() && !held) {
            inform("resuming " + batch.size() + " rows of " + batch.kind() + " that an earlier flush has left");
        }
        LOG.debug("sending {} rows of {}, {} bytes", batch.size(), batch.kind(), batch.bodyBytes());
        return null;
    }

    @Override
    public Void attemptEnded(AttemptEnded event) {
        lastAnswer = event.outcome().fold(new OutcomeInWords());
        lastWasTooLarge = event.outcome() instanceof TooLarge;
        LOG.debug("{}: {}", event.batch().kind(), event.outcome());
        return null;
    }

    @Override
    public Void waitStarted(WaitStarted event) {
        failures += event.outcome().isTransientFailure() ? 1 : 0;
        String count = failures > 1 ? " (" + failures + " failures so far)" : "";
        String message = lastAnswer + count + "; sending again in " + seconds(event.delay());
        if (isWorthALine(event.delay())) {
            heldWasSaid = true;
            inform(message);
        } else {
            LOG.debug("{}", message);
        }
        held = true;
        return null;
    }

    private boolean isWorthALine(Duration delay) {
        boolean isLong = delay.compareTo(LONG_WAIT) >= 0 && audience != Audience.NOBODY;
        return isLong || (!held && repetitions.isNews("waiting: " + lastAnswer, SAME_CHANGE));
    }

    @Override
    public Void batchSplit(BatchSplit event) {
        String why = lastWasTooLarge
                ? " rows are too many for the server"
                : " rows with one among them that is refused: " + lastAnswer;
        Batch whole = event.whole();
        String sizes =
                event.parts().stream().map(part -> String.valueOf(part.size())).collect(Collectors.joining(" and "));
        once(
                "split " + whole.kind() + lastWasTooLarge,
                false,
                whole.kind() + ": " + whole.size() + why + "; sending " + sizes);
        return null;
    }

    @Override
    public Void rowQuarantined(RowQuarantined event) {
        poison.setAside(event.kind(), event.refusal()).ifPresent(this::inform);
        LOG.debug("{}: set aside {}", event.kind(), event.refusal());
        return null;
    }

    @Override
    public Void rowsDeadLettered(RowsDeadLettered event) {
        poison.deadLettered(event.kind(), event.refusals()).forEach(line -> LOG.warn("{}", line));
        LOG.debug("{}: dead-lettered {}", event.kind(), event.refusals());
        return null;
    }

    @Override
    public Void exporterFailed(ExporterFailed event) {
        FanOutResult.Failure failure = event.failure();
        once("exporter " + failure.exporter(), true, "exporter " + failure.exporter() + ": " + failure.reason());
        return null;
    }

    @Override
    public Void batchCommitted(BatchCommitted event) {
        if (held && event.batch().spec().isPosted()) {
            if (heldWasSaid) {
                inform("the server takes rows again");
            }
            held = false;
            heldWasSaid = false;
            failures = 0;
        }
        LOG.debug(
                "committed {} rows of {}, {} were gone",
                event.sent(),
                event.batch().kind(),
                event.gone());
        return null;
    }

    @Override
    public Void warnedOfKind(WarnedOfKind event) {
        once("warning " + event.kind() + event.message(), true, event.kind() + ": " + event.message());
        return null;
    }

    @Override
    public Void warnedOfStorage(WarnedOfStorage event) {
        once("storage " + event.message(), true, "the database: " + event.message());
        return null;
    }

    @Override
    public Void warnedOfConfig(WarnedOfConfig event) {
        once("config " + event.message(), true, "the server's configuration: " + event.message());
        return null;
    }

    @Override
    public Void overridesChanged(OverridesChanged event) {
        inform("the server overrides " + event.now());
        return null;
    }

    @Override
    public Void stopped(Stopped event) {
        LOG.debug("stopped: {} {}", event.stop().message(), event.stop().detail());
        return null;
    }

    @Override
    public Void flushFailed(FlushFailed event) {
        once("failed " + event.failure(), true, "a flush failed, and is tried again later: " + event.failure());
        return null;
    }

    @Override
    public Void flushEnded(FlushEnded event) {
        (audience == Audience.NOBODY ? poison.untoldForLong() : poison.untold())
                .ifPresent(line -> LOG.warn("{}", line));
        FlushReport report = event.report();
        LOG.debug("{} batches, {} rows sent, {} pending", report.batches(), report.rows(), report.pending());
        return null;
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
