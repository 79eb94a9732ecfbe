package io.kaizen.sync.application.flush;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.policy.AttemptHistory;
import java.util.Optional;

/**
 * A claimed batch on its way.
 *
 * @param resumed whether an earlier flush has left it
 */
record ClaimedBatch(Claim claim, PackedBatch part, AttemptHistory history, boolean resumed) {

    static ClaimedBatch fresh(Claim claim, PackedBatch part) {
        return new ClaimedBatch(claim, part, AttemptHistory.fresh(claim.key()), false);
    }

    static ClaimedBatch resumed(Claim claim, Batch batch) {
        return new ClaimedBatch(
                claim,
                PackedBatch.fresh(claim.lane(), batch, Optional.empty()),
                AttemptHistory.resumed(claim.key()),
                true);
    }

    Batch batch() {
        return part.batch();
    }

    /** Whether the server has it already, as we know from an earlier flush. */
    boolean isAccepted() {
        return claim.state() == Claim.State.ACCEPTED;
    }
}
