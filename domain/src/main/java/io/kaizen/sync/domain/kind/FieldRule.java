package io.kaizen.sync.domain.kind;

import java.util.Objects;

/** One line of an allowlist: a field that may leave the machine, what it holds, and what happens where it is missing. */
public record FieldRule(String name, FieldType type, Presence presence) {

    /** What an absent field, or one that is null, means. */
    public enum Presence {
        /** The row is malformed. A field of type {@link FieldType.Scalar#ANY} may be null, but must be there. */
        REQUIRED,
        /** The body leaves the field out. */
        OMITTED_WHEN_ABSENT,
        /** The body has the field as {@code null}. */
        NULL_WHEN_ABSENT
    }

    public FieldRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(presence, "presence");
    }

    /** A field without which the row is malformed. */
    public static FieldRule required(String name, FieldType type) {
        return new FieldRule(name, type, Presence.REQUIRED);
    }

    /** A field that the body leaves out where it is absent. */
    public static FieldRule omitted(String name, FieldType type) {
        return new FieldRule(name, type, Presence.OMITTED_WHEN_ABSENT);
    }

    /** A field that the body has as {@code null} where it is absent. */
    public static FieldRule nullable(String name, FieldType type) {
        return new FieldRule(name, type, Presence.NULL_WHEN_ABSENT);
    }
}
