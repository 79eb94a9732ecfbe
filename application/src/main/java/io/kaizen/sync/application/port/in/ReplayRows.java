package io.kaizen.sync.application.port.in;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hands rows that are stored to the exporters, once more if need be: nobody looks at what they have taken before, and nothing is
 * written down. For one thread.
 */
public interface ReplayRows {

    /**
     * Hands out what {@code request} asks for, or counts it.
     *
     * @throws OutboxStoreException if the storage cannot be read
     */
    Report replay(Request request);

    /**
     * Which rows.
     *
     * @param kind of this kind only; empty for all kinds
     * @param after only rows with a higher id
     * @param alsoSent whether rows that are sent are meant too, and not only those that wait
     * @param dryRun whether rows are counted, and none handed out
     */
    record Request(Optional<BatchKind> kind, RowId after, boolean alsoSent, boolean dryRun) {

        public Request {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(after, "after");
        }
    }

    /**
     * What was done, or would be.
     *
     * @param rows how many rows of each kind were handed out
     * @param batches in how many batches
     * @param unfit how many rows can never be sent
     * @param examples the first of those, at most {@link #MAX_EXAMPLES}
     * @param exporters what became of the rows at each exporter, in the order of the configuration
     * @param unfinished where it ended too early, because of a stop or since no exporter was left: every row up to this one has been
     *     read and handed out
     */
    record Report(
            SortedMap<BatchKind, Long> rows,
            long batches,
            long unfit,
            List<Unfit> examples,
            List<Share> exporters,
            Optional<RowId> unfinished) {

        /** How many rows that can never be sent are described. */
        public static final int MAX_EXAMPLES = 20;

        public Report {
            rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
            examples = List.copyOf(examples);
            exporters = List.copyOf(exporters);
            Objects.requireNonNull(unfinished, "unfinished");
        }
    }

    /** A row that can never be sent. */
    record Unfit(RowId row, BatchKind kind, String reason) {

        public Unfit {
            Objects.requireNonNull(row, "row");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * What one exporter got.
     *
     * @param rows that it took
     * @param batches of which it took every row
     * @param failures calls that failed
     * @param missedRows that it did not take, or was not given any more
     * @param firstMissed the first of those
     * @param lastFailure how the last call that failed did so
     * @param givenUp whether it was not called any more after several failures in a row
     */
    record Share(
            String exporter,
            long rows,
            long batches,
            long failures,
            long missedRows,
            Optional<RowId> firstMissed,
            Optional<ExportFailure> lastFailure,
            boolean givenUp) {

        public Share {
            Objects.requireNonNull(exporter, "exporter");
            Objects.requireNonNull(firstMissed, "firstMissed");
            Objects.requireNonNull(lastFailure, "lastFailure");
        }
    }
}
