package io.kaizen.sync.domain.kind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The allowlist of an object's fields, in the order in which the body has them. What it does not list is dropped. */
public record RowSchema(List<FieldRule> fields) {

    /** @throws IllegalArgumentException if two fields have one name */
    public RowSchema {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (FieldRule field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("field listed twice: " + field.name());
            }
        }
    }

    /** The fields in their order. */
    public static RowSchema of(FieldRule... fields) {
        return new RowSchema(List.of(fields));
    }
}
