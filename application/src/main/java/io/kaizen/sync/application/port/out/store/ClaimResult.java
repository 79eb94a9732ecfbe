package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.row.RowId;
import java.util.Set;

/**
 * Answer to the wish to claim rows.
 *
 * @param gone rows that are no longer pending, since they were replaced, deleted or sent by another program; where there is
 *     one, nothing was claimed
 */
public record ClaimResult(Set<RowId> gone) {

    /** All rows are claimed. */
    public static final ClaimResult CLAIMED = new ClaimResult(Set.of());

    public ClaimResult {
        gone = Set.copyOf(gone);
    }

    /** Whether all rows are claimed; else none is. */
    public boolean isClaimed() {
        return gone.isEmpty();
    }
}
