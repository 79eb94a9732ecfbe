package io.kaizen.sync.adapter.http.row;

import io.kaizen.sync.adapter.http.row.internal.parse.ValueRule;
import io.kaizen.sync.adapter.http.row.internal.prepare.HashingShape;
import io.kaizen.sync.adapter.http.row.internal.prepare.RewrittenRow;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import java.util.IdentityHashMap;
import java.util.Objects;

/**
 * Hashes identifiers that are given in plain text, and leaves out what is not on the kind's list: so neither is ever stored. Where a
 * hash is given, it stays; where both are, the row is refused, since they may not be of the same thing. Thread-safe.
 */
public final class JacksonIdentifierHashing implements RowPreparation {

    private final SaltedHasher hasher;

    /** By identity, as in {@link JacksonRowEncoder}. Never written to once it is filled. */
    private final IdentityHashMap<KindSpec, ValueRule> shapes = new IdentityHashMap<>();

    /** Hashes rows of these kinds with the salt that {@code hasher} has. */
    public JacksonIdentifierHashing(KindRegistry kinds, SaltedHasher hasher) {
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        kinds.all().forEach(spec -> shapes.put(spec, HashingShape.of(spec.row(), hasher)));
    }

    @Override
    public Result prepare(KindSpec spec, byte[] row) {
        ValueRule known = shapes.get(spec);
        return RewrittenRow.of(known != null ? known : HashingShape.of(spec.row(), hasher), row);
    }
}
