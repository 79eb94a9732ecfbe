package io.kaizen.sync.application.port.out.row;

import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import java.util.Objects;

/**
 * Checks a row against its kind's allowlist and writes it in the form in which it leaves the machine.
 * Deterministic. Thread-safe.
 */
public interface RowEncoder {

    /** Encodes {@code row}, which must be of the kind that {@code spec} describes. Throws nothing for any payload. */
    Result encode(KindSpec spec, OutboxRow row);

    /** What became of a row. */
    sealed interface Result {}

    /** The row may travel. */
    record Encoded(EncodedRow row) implements Result {

        public Encoded {
            Objects.requireNonNull(row, "row");
        }
    }

    /**
     * The row can never be sent.
     *
     * @param reason names the field and the rule, without the row's content: {@code "event_seq: not an integer from 0 to
     *     18446744073709551615"}
     */
    record Malformed(String reason) implements Result {

        public Malformed {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
