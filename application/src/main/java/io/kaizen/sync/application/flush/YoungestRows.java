package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.PageRequest.Order;
import io.kaizen.sync.application.port.out.store.PendingRows;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the pending rows of one kind from the youngest back, each as a part of its own. Rows that can never be sent are passed over:
 * whoever reads in order reports them. For one thread at a time.
 */
final class YoungestRows {

    /** More than a flush tries without an acceptance, unless suspects lie between. */
    private static final int PAGE_ROWS = 32;

    private final PendingRows rows;
    private final RowEncoder encoder;
    private final FlushSettings settings;
    private final BatchKind kind;
    private final Predicate<RowId> wanted;
    private final Deque<OutboxRow> page = new ArrayDeque<>();
    private RowId upTo;

    /**
     * @param upTo the youngest row to read, inclusive
     * @param wanted which rows to read; the others are passed over
     */
    YoungestRows(
            PendingRows rows,
            RowEncoder encoder,
            FlushSettings settings,
            BatchKind kind,
            RowId upTo,
            Predicate<RowId> wanted) {
        this.rows = rows;
        this.encoder = encoder;
        this.settings = settings;
        this.kind = kind;
        this.upTo = upTo;
        this.wanted = wanted;
    }

    /** The youngest row that was not returned yet and whose lane is {@code free}; empty if there is none. */
    Optional<PackedBatch> next(Predicate<Lane> free) {
        Optional<KindSpec> spec = Kinds.find(kind);
        while (spec.isPresent() && fill()) {
            OutboxRow row = page.removeFirst();
            Lane lane = new Lane(kind, row.owner().shareOf(settings.lanes()));
            boolean mayGo = row.isRead() && wanted.test(row.id()) && free.test(lane);
            if (mayGo && encoder.encode(spec.get(), row) instanceof Encoded encoded) {
                Batch batch = new Batch(spec.get(), settings.envelope(), List.of(encoded.row()));
                return Optional.of(PackedBatch.fresh(lane, batch, Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private boolean fill() {
        if (page.isEmpty()) {
            page.addAll(rows.page(new PageRequest(
                    kind,
                    RowId.BEFORE_ALL,
                    upTo,
                    PAGE_ROWS,
                    settings.limits().maxBodyBytes(),
                    settings.limits().maxRowBytes(),
                    Order.YOUNGEST_FIRST)));
            if (!page.isEmpty()) {
                upTo = new RowId(page.getLast().id().value() - 1);
            }
        }
        return !page.isEmpty();
    }
}
