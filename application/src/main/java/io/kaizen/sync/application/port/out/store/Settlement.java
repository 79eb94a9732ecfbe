package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What becomes of rows that a lane's holder has claimed, or has judged. Each is one durable step. */
public sealed interface Settlement {

    /**
     * The server has the claim's rows: they are sent, the claim goes, and so does whatever else is remembered of the rows. The sync state is a
     * success.
     *
     * @param at when the rows arrived
     */
    record Sent(Claim claim, Instant at) implements Settlement {

        public Sent {
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(at, "at");
        }
    }

    /** The claim goes; its rows are free. Does nothing if the claim is gone. */
    record Released(Claim claim) implements Settlement {

        public Released {
            Objects.requireNonNull(claim, "claim");
        }
    }

    /** The server has refused the claim's only row, which is a suspect from now on: pending until it is sent or dead. The claim goes. */
    record Quarantined(Claim claim, Refusal refusal) implements Settlement {

        /** @throws IllegalArgumentException if {@code refusal} is not of the claim's only row */
        public Quarantined {
            Objects.requireNonNull(refusal, "refusal");
            if (!claim.rows().equals(List.of(refusal.row()))) {
                throw new IllegalArgumentException(
                        "row " + refusal.row() + " is not the one row of the claim on " + claim.rows());
            }
        }
    }

    /**
     * Rows can never be sent: they leave the queue and are kept, with what is known against them, as dead letters.
     *
     * @param refusals of rows of the lane's kind that no claim holds; not empty
     * @param at when this was found
     */
    record Dead(List<Refusal> refusals, Instant at) implements Settlement {

        public Dead {
            refusals = List.copyOf(refusals);
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * An exporter has taken rows that are not sent. Forgotten when they are, or when they are discarded or replaced.
     *
     * @param rows not empty
     */
    record Taken(String exporter, List<RowId> rows) implements Settlement {

        public Taken {
            Objects.requireNonNull(exporter, "exporter");
            rows = List.copyOf(rows);
        }
    }
}
