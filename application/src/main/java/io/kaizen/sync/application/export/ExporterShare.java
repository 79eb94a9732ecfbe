package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.in.ReplayRows.Share;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one exporter got of a replay. For one thread. */
final class ExporterShare {

    /** An exporter in passing trouble is tried again, one that is down does not hold up the others for ever. */
    static final int MOST_FAILURES_IN_A_ROW = 3;

    private final WatchedExporter exporter;
    private long rows;
    private long batches;
    private long failures;
    private int failuresInARow;
    private long missedRows;
    private @Nullable RowId firstMissed;
    private @Nullable ExportFailure lastFailure;

    ExporterShare(WatchedExporter exporter) {
        this.exporter = exporter;
    }

    String name() {
        return exporter.name();
    }

    boolean isGivenUp() {
        return failuresInARow >= MOST_FAILURES_IN_A_ROW;
    }

    void tookAllOf(Batch batch) {
        rows += batch.size();
        batches++;
        failuresInARow = 0;
    }

    /** @param owed rows of {@code batch} that it did not take */
    void failed(Batch batch, List<EncodedRow> owed, Failure failure) {
        rows += batch.size() - owed.size();
        failures++;
        failuresInARow++;
        lastFailure = exporter.explain(failure);
        missed(owed);
    }

    void missed(List<EncodedRow> some) {
        missedRows += some.size();
        if (firstMissed == null && !some.isEmpty()) {
            firstMissed = some.get(0).id();
        }
    }

    Share toShare() {
        return new Share(
                exporter.name(),
                rows,
                batches,
                failures,
                missedRows,
                Optional.ofNullable(firstMissed),
                Optional.ofNullable(lastFailure),
                isGivenUp());
    }
}
