package io.kaizen.sync.domain.report;

import java.time.Duration;
import java.util.Objects;

/**
 * What one exporter did during a flush. Immutable.
 *
 * @param batches exports that took every row they were given
 * @param rows rows taken
 * @param failures exports that did not take every row, those that were not begun because an earlier one hangs included
 * @param time spent in exports, those that were cut off included
 */
public record ExporterTally(String exporter, long batches, long rows, long failures, Duration time) {

    public ExporterTally {
        Objects.requireNonNull(exporter, "exporter");
        Objects.requireNonNull(time, "time");
    }

    /** Of an exporter that has done nothing yet. */
    public static ExporterTally none(String exporter) {
        return new ExporterTally(exporter, 0, 0, 0, Duration.ZERO);
    }

    /** One more export, which took all of its {@code rows}. */
    public ExporterTally withSuccess(int taken, Duration took) {
        return new ExporterTally(exporter, batches + 1, rows + taken, failures, time.plus(took));
    }

    /** One more export, which took {@code rows} of its rows, and not all of them. */
    public ExporterTally withFailure(int taken, Duration took) {
        return new ExporterTally(exporter, batches, rows + taken, failures + 1, time.plus(took));
    }
}
