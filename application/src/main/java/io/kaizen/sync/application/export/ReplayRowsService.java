package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.in.ReplayRows;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.StoredRows;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.BatchPacker;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * Reads the stored rows once, in the order of their ids, and packs them as a flush would, kind by kind. Holds one page and one
 * unfinished batch per kind, whatever is stored.
 */
public final class ReplayRowsService implements ReplayRows {

    private final StoredRows rows;
    private final Settings settings;
    private final RowEncoder encoder;
    private final List<Exporter> exporters;
    private final ExecutorService threads;
    private final Sleeper sleeper;
    private final InstantSource clock;

    /**
     * How rows travel.
     *
     * @param timeout for one batch at all exporters
     * @param kinds what can be exported
     */
    public record Settings(BatchEnvelope envelope, BatchLimits limits, Duration timeout, KindRegistry kinds) {

        public Settings {
            Objects.requireNonNull(envelope, "envelope");
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(kinds, "kinds");
        }
    }

    /**
     * Makes the service.
     *
     * @param threads on which the exporters run; closed by the caller
     * @param sleeper is asked before each batch whether to stop
     */
    public ReplayRowsService(
            StoredRows rows,
            Settings settings,
            RowEncoder encoder,
            List<Exporter> exporters,
            ExecutorService threads,
            Sleeper sleeper,
            InstantSource clock) {
        this.rows = Objects.requireNonNull(rows, "rows");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.exporters = List.copyOf(exporters);
        this.threads = Objects.requireNonNull(threads, "threads");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public Report replay(Request request) {
        ReplayTally tally = new ReplayTally(exporters, threads, settings.timeout(), clock, request.dryRun());
        return new Run(request, tally).report();
    }

    /** One replay. */
    private final class Run {

        private final Request request;
        private final ReplayTally tally;
        private final SortedMap<BatchKind, Long> rowsByKind = new TreeMap<>();
        private final List<Unfit> examples = new ArrayList<>();
        /** The batches that are being filled, in the order of their kinds' names. */
        private final Map<BatchKind, Filling> filling = new TreeMap<>();

        private long batches;
        private long unfit;
        private RowId lastRead;

        Run(Request request, ReplayTally tally) {
            this.request = request;
            this.tally = tally;
            this.lastRead = request.after();
        }

        Report report() {
            rows.youngest().ifPresent(this::readUpTo);
            List<Filling> rest = List.copyOf(filling.values());
            for (Filling last : rest) {
                if (!isOver()) {
                    handOut(last);
                }
            }
            return new Report(rowsByKind, batches, unfit, examples, tally.shares(), unfinished());
        }

        private void readUpTo(RowId youngest) {
            List<OutboxRow> page = nextPage(youngest);
            while (!page.isEmpty()) {
                for (OutboxRow row : page) {
                    if (isOver()) {
                        return;
                    }
                    take(row);
                    lastRead = row.id();
                }
                page = isOver() ? List.of() : nextPage(youngest);
            }
        }

        private boolean isOver() {
            return sleeper.isStopRequested() || tally.isHopeless();
        }

        private boolean hasMore() {
            return rows.youngest()
                    .filter(youngest -> !nextPage(youngest).isEmpty())
                    .isPresent();
        }

        private List<OutboxRow> nextPage(RowId upTo) {
            BatchLimits limits = settings.limits();
            return rows.page(new StoredRows.Query(
                    request.kind(),
                    request.alsoSent(),
                    lastRead,
                    upTo,
                    limits.maxRows(),
                    limits.maxBodyBytes(),
                    limits.maxRowBytes()));
        }

        private void take(OutboxRow row) {
            Optional<KindSpec> spec = settings.kinds().find(row.kind());
            if (spec.isEmpty()) {
                refuse(row, "this version does not know its kind");
            } else if (!row.isRead()) {
                refuse(
                        row,
                        "its " + row.payloadBytes() + " bytes are more than the "
                                + settings.limits().maxRowBytes() + " that are read of a row");
            } else {
                encode(spec.get(), row);
            }
        }

        private void encode(KindSpec spec, OutboxRow row) {
            RowEncoder.Result result = encoder.encode(spec, row);
            if (result instanceof Encoded encoded) {
                pack(spec, encoded.row());
            } else if (result instanceof Malformed malformed) {
                refuse(row, malformed.reason());
            }
        }

        private void refuse(OutboxRow row, String reason) {
            unfit++;
            if (examples.size() < Report.MAX_EXAMPLES) {
                examples.add(new Unfit(row.id(), row.kind(), reason));
            }
        }

        private void pack(KindSpec spec, EncodedRow row) {
            Filling current = filling.computeIfAbsent(spec.kind(), kind -> new Filling(spec, row.id()));
            if (!current.packer.offer(row)) {
                handOut(current);
                current = new Filling(spec, row.id());
                filling.put(spec.kind(), current);
                current.packer.offer(row);
            }
            if (current.packer.isFull()) {
                handOut(current);
            }
        }

        private void handOut(Filling full) {
            filling.remove(full.spec.kind());
            Batch batch = full.packer.pack();
            tally.handOut(batch);
            rowsByKind.merge(batch.kind(), (long) batch.size(), Long::sum);
            batches++;
        }

        private Optional<RowId> unfinished() {
            boolean isRest = isOver() && (!filling.isEmpty() || hasMore());
            return isRest ? Optional.of(doneUpTo()) : Optional.empty();
        }

        /** Everything up to here is handed out: what waits in an unfinished batch is not. */
        private RowId doneUpTo() {
            long before = filling.values().stream()
                    .mapToLong(waiting -> waiting.first.value() - 1)
                    .min()
                    .orElse(lastRead.value());
            return new RowId(before);
        }
    }

    /** A batch that is being filled. */
    private final class Filling {

        private final KindSpec spec;
        private final RowId first;
        private final BatchPacker packer;

        Filling(KindSpec spec, RowId first) {
            this.spec = spec;
            this.first = first;
            this.packer = new BatchPacker(spec, settings.envelope(), settings.limits());
        }
    }
}
