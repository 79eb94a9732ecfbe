package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.policy.SplitPolicy;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows that are to travel together, and how they came to.
 *
 * @param posts POSTs that carried them before, as parts of larger batches
 * @param request the batch, ready to be sent, if it was prepared already
 */
record PackedBatch(Lane lane, Batch batch, int posts, Origin origin, Optional<PreparedBatch> request) {

    /** Why these rows are together. */
    enum Origin {
        /** They were read together, or were halved from such. */
        PACKED,
        /** The server has named this very row as the culprit. */
        NAMED,
        /** They stood behind a row that the server had named. */
        BEHIND_NAMED
    }

    /** Rows that were not on the wire in this flush. */
    static PackedBatch fresh(Lane lane, Batch batch, Optional<PreparedBatch> request) {
        return new PackedBatch(lane, batch, 0, Origin.PACKED, request);
    }

    /** The two halves, after so many more POSTs of the whole. */
    List<PackedBatch> halves(int morePosts) {
        return halves(batch, morePosts, origin);
    }

    /**
     * The row that the server has named, then the rows in front of it, then those behind it. The latter are halved if this part stood
     * behind a named row itself: where bad rows are many, one long rest would be sent once for each of them.
     *
     * @param named its 0-based place
     */
    List<PackedBatch> singleOut(int named, int morePosts) {
        RowId culprit = batch.rows().get(named).id();
        List<PackedBatch> parts = new ArrayList<>();
        for (Batch some : SplitPolicy.singleOut(batch, named)) {
            RowId first = some.rows().get(0).id();
            if (first.equals(culprit)) {
                parts.add(of(some, morePosts, Origin.NAMED));
            } else if (culprit.isAfter(first)) {
                parts.add(of(some, morePosts, Origin.PACKED));
            } else if (origin == Origin.BEHIND_NAMED && some.size() > 1) {
                parts.addAll(halves(some, morePosts, Origin.BEHIND_NAMED));
            } else {
                parts.add(of(some, morePosts, Origin.BEHIND_NAMED));
            }
        }
        return parts;
    }

    /** What is left without {@code gone}, if anything is. */
    Optional<PackedBatch> without(Set<RowId> gone) {
        List<EncodedRow> rest =
                batch.rows().stream().filter(row -> !gone.contains(row.id())).toList();
        if (rest.size() == batch.size()) {
            return Optional.of(this);
        }
        return rest.isEmpty() ? Optional.empty() : Optional.of(of(batch.withRows(rest), 0, origin));
    }

    RowId firstRow() {
        return batch.rows().get(0).id();
    }

    private List<PackedBatch> halves(Batch whole, int morePosts, Origin ofHalves) {
        return SplitPolicy.halve(whole).stream()
                .map(half -> of(half, morePosts, ofHalves))
                .toList();
    }

    private PackedBatch of(Batch some, int morePosts, Origin ofPart) {
        return new PackedBatch(lane, some, posts + morePosts, ofPart, Optional.empty());
    }
}
