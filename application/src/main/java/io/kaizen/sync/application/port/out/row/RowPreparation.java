package io.kaizen.sync.application.port.out.row;

import io.kaizen.sync.domain.kind.KindSpec;
import java.util.Objects;

/** Changes a row before it is checked and stored. Deterministic. Thread-safe. */
@FunctionalInterface
public interface RowPreparation {

    /**
     * Prepares {@code row}, one JSON object of the kind that {@code spec} describes, as it was given. Throws nothing for any row and does
     * not write to it.
     */
    Result prepare(KindSpec spec, byte[] row);

    /** What {@code next} makes of what this makes of a row. */
    default RowPreparation andThen(RowPreparation next) {
        Objects.requireNonNull(next, "next");
        return (spec, row) -> {
            Result first = prepare(spec, row);
            return first instanceof Prepared prepared ? next.prepare(spec, prepared.row()) : first;
        };
    }

    /** Leaves rows as they are given. */
    static RowPreparation none() {
        return (spec, row) -> new Prepared(row);
    }

    /** What became of a row. */
    sealed interface Result {}

    /**
     * The row may be checked.
     *
     * @param row shared, not copied: nobody may write to it
     */
    @SuppressWarnings("ArrayRecordComponent") // rows are bytes from the disk to the socket (ADR 5)
    record Prepared(byte[] row) implements Result {

        public Prepared {
            Objects.requireNonNull(row, "row");
        }
    }

    /**
     * The row cannot be prepared and must not be stored.
     *
     * @param reason names the field and the rule, without the row's content
     */
    record Refused(String reason) implements Result {

        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
