package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.in.ReplayRows.Share;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Hands the batches of a replay to the exporters and counts what each took. One that fails several times in a row is given up: each
 * further batch could cost its whole time limit. For one thread.
 */
final class ReplayTally {

    private final List<ExporterShare> exporters;
    private final FanOut fanOut;
    private final boolean dryRun;

    /** @param dryRun whether nothing is handed out, and all is counted as taken */
    ReplayTally(
            List<Exporter> exporters, ExecutorService threads, Duration timeout, InstantSource clock, boolean dryRun) {
        List<WatchedExporter> watched =
                exporters.stream().map(WatchedExporter::new).toList();
        this.exporters = watched.stream().map(ExporterShare::new).toList();
        this.fanOut = new FanOut(List.copyOf(watched), threads, timeout, clock);
        this.dryRun = dryRun;
    }

    void handOut(Batch batch) {
        if (dryRun) {
            exporters.forEach(exporter -> exporter.tookAllOf(batch));
            return;
        }
        ExporterLedger ledger = new ExporterLedger();
        // The fan-out hands to nobody what he has taken, and so it leaves those alone that are given up.
        exporters.stream()
                .filter(ExporterShare::isGivenUp)
                .forEach(given -> ledger.taken(given.name(), batch.rowIds()));
        FanOutResult result = fanOut.start(batch, ledger).await();
        for (ExporterShare exporter : exporters) {
            settle(exporter, batch, ledger, result);
        }
    }

    private static void settle(ExporterShare exporter, Batch batch, ExporterLedger ledger, FanOutResult result) {
        Optional<Failure> failure = result.failures().stream()
                .filter(each -> each.exporter().equals(exporter.name()))
                .findFirst();
        if (exporter.isGivenUp()) {
            exporter.missed(batch.rows());
        } else if (failure.isPresent()) {
            List<EncodedRow> owed = ledger.owed(exporter.name(), batch);
            exporter.failed(batch, owed, failure.get());
        } else {
            exporter.tookAllOf(batch);
        }
    }

    /** Whether no exporter is left that would take anything. */
    boolean isHopeless() {
        return exporters.stream().allMatch(ExporterShare::isGivenUp);
    }

    List<Share> shares() {
        return exporters.stream().map(ExporterShare::toShare).toList();
    }
}
