package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Objects;

/** A kind that has pending rows, and the oldest of them. */
public record KindHead(BatchKind kind, RowId oldest) {

    public KindHead {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(oldest, "oldest");
    }
}
