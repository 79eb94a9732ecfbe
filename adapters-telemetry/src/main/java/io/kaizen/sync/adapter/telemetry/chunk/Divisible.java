package io.kaizen.sync.adapter.telemetry.chunk;

import io.kaizen.sync.domain.row.RowId;
import java.util.List;

/**
 * Rows that travel in one request, in whatever form. Never empty.
 *
 * @param <C> what they divide into: the implementing type itself
 */
public interface Divisible<C extends Divisible<C>> {

    /** How many rows there are. */
    int size();

    /** The ids of its rows, ascending. */
    List<RowId> rowIds();

    /** The first ⌊n/2⌋ rows, and the others. There must be two rows at least. */
    List<C> halves();
}
