package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.report.ExporterTally;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to the exporters, each on a thread of its own, and sees to it that none can harm the flush: whatever one throws is
 * its own failure, and one that does not return in time is left behind. Only where memory has run out is nothing sure any more, and
 * the error is passed on. For one thread.
 */
public final class FanOut {

    private final List<Exporter> exporters;
    private final ExecutorService threads;
    private final Duration timeout;
    private final InstantSource clock;
    private final Map<Lane, ExporterLedger> ledgers = new HashMap<>();
    /** Exporters that are inside {@link Exporter#export}, those left behind included. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    private final Map<String, ExporterTally> tallies = new LinkedHashMap<>();
    private @Nullable Running latest;

    /**
     * @param exporters each with a name of its own
     * @param timeout for the exporters of one batch, all together
     */
    public FanOut(List<Exporter> exporters, ExecutorService threads, Duration timeout, InstantSource clock) {
        this.exporters = List.copyOf(exporters);
        requireUniqueNames(this.exporters);
        this.threads = threads;
        this.timeout = timeout;
        this.clock = clock;
        countAnew();
    }

    private static void requireUniqueNames(List<Exporter> exporters) {
        Set<String> names = new HashSet<>();
        for (Exporter exporter : exporters) {
            if (!names.add(exporter.name())) {
                throw new IllegalArgumentException("two exporters are named " + exporter.name());
            }
        }
    }

    /** Whether there are any. */
    public boolean hasExporters() {
        return !exporters.isEmpty();
    }

    /** Begins to count at zero what each exporter does. */
    public void countAnew() {
        exporters.forEach(exporter -> tallies.put(exporter.name(), ExporterTally.none(exporter.name())));
    }

    /** What each exporter did since. */
    public List<ExporterTally> tallies() {
        return List.copyOf(tallies.values());
    }

    /** What is known of the exporters' rows of {@code lane}; outlives a flush. */
    public ExporterLedger ledger(Lane lane) {
        return ledgers.computeIfAbsent(lane, unused -> new ExporterLedger());
    }

    /** Exporters that may still be at work on a batch. They take one batch at a time, so it is the batch that was started last. */
    public Optional<Running> unfinished() {
        return Optional.ofNullable(latest).filter(running -> !running.joined);
    }

    /** Starts every exporter that is owed rows of {@code batch}, as {@code ledger} has it, which hears what they have taken. */
    public Running start(Batch batch, ExporterLedger ledger) {
        Running running = new Running(ledger, clock.instant().plus(timeout));
        for (Exporter exporter : exporters) {
            List<EncodedRow> owed = ledger.owed(exporter.name(), batch);
            if (!owed.isEmpty()) {
                running.start(exporter, batch.withRows(owed));
            }
        }
        latest = running;
        return running;
    }

    /** The exporters of one batch at work. */
    public final class Running {

        private final ExporterLedger ledger;
        private final Instant deadline;
        private final List<ExportTask> tasks = new ArrayList<>();
        private final Map<ExportTask, String> failed = new HashMap<>();
        private volatile boolean joined;
        private final List<Failure> failures = new ArrayList<>();

        private Running(ExporterLedger ledger, Instant deadline) {
            this.ledger = ledger;
            this.deadline = deadline;
        }

        private void start(Exporter exporter, Batch owed) {
            if (!busy.add(exporter.name())) {
                failed(exporter.name(), "still busy with an earlier batch", 0, Duration.ZERO);
                return;
            }
            ExportTask task = ExportTask.of(exporter, owed, clock, busy::remove);
            try {
                threads.execute(task);
                tasks.add(task);
            } catch (RejectedExecutionException shutDown) {
                task.giveUp();
                failed(exporter.name(), "the process is stopping", 0, Duration.ZERO);
            }
        }

        /**
         * Waits for the exporters until their time is up. May be called by several threads, and again.
         *
         * @throws OutOfMemoryError if one of them met it: whoever runs the process must know
         */
        public synchronized void join() {
            if (!joined) {
                tasks.forEach(task -> failureOf(task).ifPresent(failure -> failed.put(task, failure)));
                joined = true;
            }
        }

        /** What the exporters, which are {@linkplain #join joined}, have not taken. Notes what they have. To be called once. */
        public FanOutResult result() {
            tasks.forEach(this::note);
            return new FanOutResult(failures);
        }

        /** {@link #join} and {@link #result}. */
        FanOutResult await() {
            join();
            return result();
        }

        private void note(ExportTask task) {
            String failure = failed.get(task);
            List<RowId> taken = failure == null ? task.batch().rowIds() : task.takenInPart();
            if (!taken.isEmpty()) {
                ledger.taken(task.exporter(), taken);
            }
            if (failure != null) {
                failed(task.exporter(), failure, taken.size(), task.time());
            } else {
                tallies.computeIfPresent(
                        task.exporter(), (name, tally) -> tally.withSuccess(taken.size(), task.time()));
            }
        }

        private void failed(String exporter, String reason, int taken, Duration time) {
            failures.add(new Failure(exporter, reason));
            tallies.computeIfPresent(exporter, (name, tally) -> tally.withFailure(taken, time));
        }

        private Optional<String> failureOf(ExportTask task) {
            try {
                task.get(remaining().toNanos(), TimeUnit.NANOSECONDS);
                return Optional.empty();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof OutOfMemoryError exhausted) {
                    throw exhausted;
                }
                return Optional.of(describe(failed));
            } catch (TimeoutException late) {
                task.giveUp();
                return Optional.of("did not end within " + timeout.toMillis() + " ms");
            } catch (InterruptedException interrupted) {
                task.giveUp();
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }

        /** Between nothing and the whole time limit, whatever the wall clock did meanwhile. */
        private Duration remaining() {
            Duration left = Duration.between(clock.instant(), deadline);
            if (left.isNegative()) {
                return Duration.ZERO;
            }
            return left.compareTo(timeout) < 0 ? left : timeout;
        }
    }

    private static String describe(ExecutionException failed) {
        Throwable thrown = failed.getCause() == null ? failed : failed.getCause();
        String message = thrown.getMessage();
        if (thrown instanceof ExportException && message != null) {
            return message;
        }
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
