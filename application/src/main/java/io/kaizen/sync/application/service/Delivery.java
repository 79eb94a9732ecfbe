package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.policy.AttemptHistory;
import java.util.Optional;

/**
 * A claimed batch on its way.
 *
 * @param resumed whether an earlier flush has left it
 */
record Delivery(Claim claim, Part part, AttemptHistory history, boolean resumed) {

    static Delivery fresh(Claim claim, Part part) {
        return new Delivery(claim, part, AttemptHistory.fresh(claim.key()), false);
    }

    static Delivery resumed(Claim claim, Batch batch) {
        return new Delivery(
                claim, Part.fresh(claim.lane(), batch, Optional.empty()), AttemptHistory.resumed(claim.key()), true);
    }

    Batch batch() {
        return part.batch();
    }

    /** Whether the server has it already, as we know from an earlier flush. */
    boolean isAccepted() {
        return claim.state() == Claim.State.ACCEPTED;
    }
}
