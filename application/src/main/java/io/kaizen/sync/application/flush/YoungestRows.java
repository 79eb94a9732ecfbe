package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the pending rows of a lane from the youngest back, each as a part of its own. Rows that can never be sent are passed over:
 * {@link RowReader} reports them. For one thread at a time.
 */
final class YoungestRows {

    /** More than a flush tries without an acceptance, unless suspects lie between. */
    private static final int PAGE_ROWS = 32;

    private final LaneRows rows;
    private final Predicate<RowId> wanted;
    private final Deque<OutboxRow> page = new ArrayDeque<>();
    private Optional<RowId> lastRead = Optional.empty();

    /** @param wanted which rows to read; the others are passed over */
    YoungestRows(LaneRows rows, Predicate<RowId> wanted) {
        this.rows = rows;
        this.wanted = wanted;
    }

    /** The youngest row that was not returned yet and whose lane is {@code free}; empty if there is none. */
    Optional<PackedBatch> next(Predicate<Lane> free) {
        Optional<KindSpec> spec = rows.spec();
        while (spec.isPresent() && fill()) {
            OutboxRow row = page.removeFirst();
            Lane lane = rows.laneOf(row);
            boolean mayGo = row.isRead() && wanted.test(row.id()) && free.test(lane);
            if (mayGo && rows.encoder().encode(spec.get(), row) instanceof Encoded encoded) {
                BatchEnvelope envelope = rows.settings().envelope();
                Batch batch = new Batch(spec.get(), envelope, List.of(encoded.row()));
                return Optional.of(PackedBatch.fresh(lane, batch, Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private boolean fill() {
        if (page.isEmpty()) {
            page.addAll(rows.youngest(lastRead, PAGE_ROWS));
            if (!page.isEmpty()) {
                lastRead = Optional.of(page.getLast().id());
            }
        }
        return !page.isEmpty();
    }
}
