package io.kaizen.sync.domain.report;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Objects;
import java.util.Optional;

/**
 * One reason for which rows were left.
 *
 * @param kind the kind that stopped; empty where it concerns no kind in particular
 * @param message what happened and, where we know, what to do; on one line, free of secrets
 * @param detail the other party's own words; empty where it had none
 */
public record Stop(StopReason reason, Optional<BatchKind> kind, String message, String detail) {

    public Stop {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(detail, "detail");
    }

    /** A stop that concerns no kind in particular, without detail. */
    public static Stop of(StopReason reason, String message) {
        return new Stop(reason, Optional.empty(), message, "");
    }

    /** The same, for {@code concerned}. */
    public Stop forKind(BatchKind concerned) {
        return new Stop(reason, Optional.of(concerned), message, detail);
    }

    /** The same, with the other party's own words. */
    public Stop withDetail(String words) {
        return new Stop(reason, kind, message, words);
    }
}
