package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Answer to the wish to hold a lane. */
public sealed interface LaneGrant {

    /**
     * The lane is ours.
     *
     * @param claims what earlier holders left behind, to be settled first, in the order of their rows; of all lanes of
     *     the kind where the lease is of the whole kind
     * @param suspects pending rows that the server refused alone and that are not dead, in the order of their rows
     * @param acknowledged pending rows that exporters have taken already, by the exporter's name
     * @param othersSent whether a program that takes no lanes has sent rows since this holder gave its last lane back
     */
    record Granted(
            LaneLease lease,
            List<Claim> claims,
            List<Refusal> suspects,
            Map<String, Set<RowId>> acknowledged,
            boolean othersSent)
            implements LaneGrant {

        /** Where all programs that send rows take lanes. */
        public Granted(
                LaneLease lease, List<Claim> claims, List<Refusal> suspects, Map<String, Set<RowId>> acknowledged) {
            this(lease, claims, suspects, acknowledged, false);
        }

        public Granted {
            Objects.requireNonNull(lease, "lease");
            claims = List.copyOf(claims);
            suspects = List.copyOf(suspects);
            acknowledged = Map.copyOf(acknowledged);
        }
    }

    /** Another living holder has it, until it gives it back or {@code leaseUntil} passes. */
    record Busy(Instant leaseUntil) implements LaneGrant {

        public Busy {
            Objects.requireNonNull(leaseUntil, "leaseUntil");
        }
    }
}
