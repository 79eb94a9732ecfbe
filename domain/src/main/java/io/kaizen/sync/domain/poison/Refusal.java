package io.kaizen.sync.domain.poison;

import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/**
 * What is known against one row.
 *
 * @param message the server's own words, or ours where no server was asked; short, on one line, without the row's content
 * @param attempts POSTs that carried the row; 0 where none was needed to know
 */
public record Refusal(RowId row, PoisonReason reason, String message, int attempts) {

    /** @throws IllegalArgumentException if {@code attempts} is negative */
    public Refusal {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts are negative: " + attempts);
        }
    }
}
