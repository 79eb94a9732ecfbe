package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.OwnerId;
import java.time.Instant;
import java.util.Objects;

/**
 * A row that was taken out of the queue because it can never be sent. Its payload stays where it is stored.
 *
 * @param refusal which row, why, in whose words, after how many POSTs
 * @param payloadBytes how long the payload is
 * @param deadSince when it was taken out
 */
public record DeadLetter(Refusal refusal, BatchKind kind, OwnerId owner, long payloadBytes, Instant deadSince) {

    public DeadLetter {
        Objects.requireNonNull(refusal, "refusal");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(deadSince, "deadSince");
    }
}
