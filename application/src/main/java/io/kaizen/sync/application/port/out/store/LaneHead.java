package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * A lane that has something to send.
 *
 * @param oldest the oldest row to send; {@link RowId#BEFORE_ALL} if an earlier holder has left a claim, which comes before all rows
 */
public record LaneHead(Lane lane, RowId oldest) {

    public LaneHead {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(oldest, "oldest");
    }
}
