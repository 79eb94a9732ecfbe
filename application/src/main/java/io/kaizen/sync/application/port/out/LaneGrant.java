package io.kaizen.sync.application.port.out;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Answer to the wish to hold a lane. */
public sealed interface LaneGrant {

    /**
     * The lane is ours.
     *
     * @param claims what earlier holders left behind, to be settled first, in the order of their rows
     */
    record Granted(LaneLease lease, List<Claim> claims) implements LaneGrant {

        public Granted {
            Objects.requireNonNull(lease, "lease");
            claims = List.copyOf(claims);
        }
    }

    /** Another living holder has it, until it gives it back or {@code leaseUntil} passes. */
    record Busy(Instant leaseUntil) implements LaneGrant {

        public Busy {
            Objects.requireNonNull(leaseUntil, "leaseUntil");
        }
    }
}
