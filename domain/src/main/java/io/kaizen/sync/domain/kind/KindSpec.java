package io.kaizen.sync.domain.kind;

import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a kind travels. Begin with {@link #posted} or {@link #exported}.
 *
 * @param route path of the ingest endpoint, with its leading slash; empty where the kind has none and counts as accepted
 *     without a POST
 * @param arrayName name of the body's array of rows; the server's {@code field} hints use it too
 * @param enveloped whether the envelope's fields are in the body before the array, or the array alone
 * @param row what a row may be: {@link Nested} with an allowlist, or {@link Scalar#ANY} for any JSON object
 * @param replaces whether enqueueing rows of an owner replaces the owner's pending rows of this kind
 */
public record KindSpec(
        BatchKind kind, Optional<String> route, String arrayName, boolean enveloped, FieldType row, boolean replaces) {

    private static final Pattern ROUTE = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final Pattern ARRAY_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** @throws IllegalArgumentException if a name or a route cannot travel, or {@code row} is no object */
    public KindSpec {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(route, "route");
        if (kind.name().isBlank()) {
            throw new IllegalArgumentException("a kind needs a name");
        }
        if (route.isPresent() && !ROUTE.matcher(route.get()).matches()) {
            throw new IllegalArgumentException("not a path such as /v1/events: " + route.get());
        }
        if (!ARRAY_NAME.matcher(arrayName).matches()) {
            throw new IllegalArgumentException("not a name of letters, digits, - and _: " + arrayName);
        }
        if (!(row instanceof Nested) && row != Scalar.ANY) {
            throw new IllegalArgumentException("a row is an object, not " + row);
        }
    }

    /** A kind that the ingest server takes at {@code route}: any JSON object, in an envelope; rows are appended. */
    public static KindSpec posted(BatchKind kind, String route, String arrayName) {
        return new KindSpec(kind, Optional.of(route), arrayName, true, Scalar.ANY, false);
    }

    /** A kind for exporters alone: any JSON object, without an envelope; rows are appended. */
    public static KindSpec exported(BatchKind kind, String arrayName) {
        return new KindSpec(kind, Optional.empty(), arrayName, false, Scalar.ANY, false);
    }

    /** The same, with nothing in the body but the array. */
    public KindSpec withoutEnvelope() {
        return new KindSpec(kind, route, arrayName, false, row, replaces);
    }

    /** The same, with an allowlist: fields that it does not name are dropped. */
    public KindSpec allowing(RowSchema allowlist) {
        return new KindSpec(kind, route, arrayName, enveloped, new Nested(allowlist), replaces);
    }

    /** The same, where new rows of an owner replace the owner's pending ones. */
    public KindSpec replacing() {
        return new KindSpec(kind, route, arrayName, enveloped, row, true);
    }

    /** Whether the ingest server takes rows of this kind. */
    public boolean isPosted() {
        return route.isPresent();
    }

    /** The allowlist of a row; empty where any object may travel. */
    public Optional<RowSchema> allowlist() {
        return row instanceof Nested object ? Optional.of(object.schema()) : Optional.empty();
    }
}
