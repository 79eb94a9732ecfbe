package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.domain.row.RowId;
import java.util.BitSet;

/** Some rows of a small outbox. Looked at after every event, so it must be quick. */
final class RowSet {

    private final BitSet ids = new BitSet();

    /** Whether the row was not there. */
    boolean add(RowId row) {
        boolean isNew = !contains(row);
        ids.set(Math.toIntExact(row.value()));
        return isNew;
    }

    boolean contains(RowId row) {
        return ids.get(Math.toIntExact(row.value()));
    }

    void retainAll(RowSet others) {
        ids.and(others.ids);
    }

    boolean hasSameRowsAs(RowSet others) {
        return ids.equals(others.ids);
    }
}
