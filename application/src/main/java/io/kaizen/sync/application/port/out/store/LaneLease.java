package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Lane;
import java.util.Objects;

/**
 * A lane held by one holder. Its epoch grows each time the lane changes hands, so that a holder that slept through the loss
 * of its lease can change nothing afterwards.
 *
 * @param isWholeKind whether the lease is good for claims in all lanes of the kind, so that its holder may divide the owners among workers
 *     of its own
 * @param holder name of the {@link OutboxStore} instance that holds the lane
 */
public record LaneLease(Lane lane, boolean isWholeKind, String holder, long epoch) {

    public LaneLease {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(holder, "holder");
    }

    /** Whether claims in {@code other} may be made under this lease. */
    public boolean covers(Lane other) {
        return lane.equals(other) || (isWholeKind && lane.kind().equals(other.kind()));
    }
}
