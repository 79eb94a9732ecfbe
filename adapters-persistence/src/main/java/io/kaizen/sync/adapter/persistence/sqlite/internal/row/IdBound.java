package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.domain.row.RowId;

/** All rows up to an id: there is one writer at a time, so that ids are given out in the order of commits. */
public record IdBound(RowId upTo) implements Bound {

    /** What {@code bound} marks in a file. */
    public static RowId of(Bound bound) {
        if (bound instanceof IdBound ids) {
            return ids.upTo();
        }
        throw new IllegalArgumentException("not a bound of this store: " + bound);
    }
}
