package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows that a flush has to send of a lane that it holds.
 *
 * @param pages of the outbox
 * @param bound rows beyond it wait for the next flush
 */
record LaneRows(
        Function<PageRequest, List<OutboxRow>> pages,
        RowEncoder encoder,
        FlushSettings settings,
        LaneLease lease,
        Bound bound) {

    BatchKind kind() {
        return lease.lane().kind();
    }

    /** How the kind travels; empty for one that is not registered. */
    Optional<KindSpec> spec() {
        return settings.kinds().find(kind());
    }

    /** The lane that a row's batch belongs to. A holder of a whole kind divides its owners among as many lanes as it has workers. */
    Lane laneOf(OutboxRow row) {
        return lease.isWholeKind() ? new Lane(kind(), row.owner().shareOf(settings.lanes())) : lease.lane();
    }

    /** The oldest rows behind {@code after}; empty if there is none. */
    List<OutboxRow> page(Optional<RowId> after) {
        return page(after, settings.limits().maxRows(), PageRequest.Order.OLDEST_FIRST);
    }

    /** The youngest rows before {@code after}; empty if there is none. */
    List<OutboxRow> youngest(Optional<RowId> after, int maxRows) {
        return page(after, maxRows, PageRequest.Order.YOUNGEST_FIRST);
    }

    private List<OutboxRow> page(Optional<RowId> after, int maxRows, PageRequest.Order order) {
        return pages.apply(new PageRequest(
                lease.lane(),
                bound,
                after,
                maxRows,
                settings.limits().maxBodyBytes(),
                settings.limits().maxRowBytes(),
                order));
    }
}
