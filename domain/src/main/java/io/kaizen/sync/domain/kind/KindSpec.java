package io.kaizen.sync.domain.kind;

import java.util.Objects;
import java.util.Optional;

/**
 * How a known kind travels.
 *
 * @param route path of the ingest endpoint, with its leading slash; empty where the kind has none and counts as accepted
 *     without a POST
 * @param arrayName name of the body's array of rows; the server's {@code field} hints use it too
 * @param enveloped whether the envelope's fields stand in the body before the array, or the array alone
 * @param schema the allowlist of a row
 */
public record KindSpec(BatchKind kind, Optional<String> route, String arrayName, boolean enveloped, RowSchema schema) {

    public KindSpec {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(arrayName, "arrayName");
        Objects.requireNonNull(schema, "schema");
    }

    /** Whether the ingest server takes rows of this kind. */
    public boolean isPosted() {
        return route.isPresent();
    }
}
