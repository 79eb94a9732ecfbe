package io.kaizen.sync.domain.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one flush did.
 *
 * @param batches batches committed; a split counts its committed halves
 * @param rows rows committed
 * @param deadLettered rows put aside because they can never be sent
 * @param pending rows that are neither sent nor dead at the end, those that came in meanwhile included
 * @param stops why rows were left, in the order in which it happened; empty if nothing stood in the way
 * @param exporters what each exporter did, in the order of the configuration
 */
public record FlushReport(
        long batches, long rows, long deadLettered, RowCount pending, List<Stop> stops, List<ExporterTally> exporters) {

    public FlushReport {
        Objects.requireNonNull(pending, "pending");
        stops = List.copyOf(stops);
        exporters = List.copyOf(exporters);
    }

    /** The report of a flush without exporters. */
    public FlushReport(long batches, long rows, long deadLettered, long pending, List<Stop> stops) {
        this(batches, rows, deadLettered, RowCount.exactly(pending), stops, List.of());
    }

    /** The gravest of {@link #stops}; of equally grave ones the first. */
    public Optional<Stop> gravest() {
        return stops.stream().min(Comparator.comparing(Stop::reason));
    }

    /** The gravest of {@link #stops} that counts as a failure of the sync. */
    public Optional<Stop> failure() {
        return stops.stream().filter(stop -> stop.reason().isFailure()).min(Comparator.comparing(Stop::reason));
    }
}
