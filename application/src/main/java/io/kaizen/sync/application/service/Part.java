package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.IngestGateway.Parcel;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows that are to travel together, and how they came to.
 *
 * @param posts POSTs that carried them before, as parts of larger batches
 * @param blamed whether the server has named this very row as the culprit
 * @param parcel the batch, ready for its POST, if that was made already
 */
record Part(Lane lane, Batch batch, int posts, boolean blamed, Optional<Parcel> parcel) {

    /** Rows that were not on the wire in this flush. */
    static Part fresh(Lane lane, Batch batch, Optional<Parcel> parcel) {
        return new Part(lane, batch, 0, false, parcel);
    }

    /** Some of the rows. */
    Part of(Batch some, int morePosts, boolean isBlamed) {
        return new Part(lane, some, posts + morePosts, isBlamed, Optional.empty());
    }

    /** What is left without {@code gone}, if anything is. */
    Optional<Part> without(Set<RowId> gone) {
        List<EncodedRow> rest =
                batch.rows().stream().filter(row -> !gone.contains(row.id())).toList();
        return rest.isEmpty() ? Optional.empty() : Optional.of(of(batch.withRows(rest), 0, blamed));
    }

    RowId firstRow() {
        return batch.rows().get(0).id();
    }
}
