package io.kaizen.sync.domain.kind;

import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A field that holds hashes, and the name under which what is hashed may be given to us instead: {@code session_id} for
 * {@code session_id_hash}, {@code paths} for {@code path_hashes}.
 *
 * @param many whether it is an array of them
 */
public record HashedField(String plainName, String name, boolean many) {

    private static final String ONE = "_hash";
    private static final String MANY = "_hashes";

    public HashedField {
        Objects.requireNonNull(plainName, "plainName");
        Objects.requireNonNull(name, "name");
    }

    /** The fields of {@code schema} that hold hashes; but none whose plain name is a field of its own. */
    public static List<HashedField> of(RowSchema schema) {
        Set<String> listed = schema.fields().stream().map(FieldRule::name).collect(Collectors.toSet());
        return schema.fields().stream()
                .filter(HashedField::holdsHashes)
                .map(HashedField::of)
                .filter(field -> !listed.contains(field.plainName()))
                .toList();
    }

    private static boolean holdsHashes(FieldRule field) {
        boolean isOne = field.type() == Scalar.STRING && field.name().endsWith(ONE);
        boolean isMany =
                field.type().equals(new ArrayOf(Scalar.STRING)) && field.name().endsWith(MANY);
        return isOne || isMany;
    }

    private static HashedField of(FieldRule field) {
        String name = field.name();
        return name.endsWith(MANY)
                ? new HashedField(name.substring(0, name.length() - MANY.length()) + "s", name, true)
                : new HashedField(name.substring(0, name.length() - ONE.length()), name, false);
    }
}
