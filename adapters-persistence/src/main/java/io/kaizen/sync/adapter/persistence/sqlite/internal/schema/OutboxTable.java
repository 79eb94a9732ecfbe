package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.table;

import io.kaizen.sync.domain.kind.BatchKind;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * {@link OutboxShape} for statements of jOOQ's.
 *
 * @param hasKind whether there is a column {@code kind}
 * @param hasIndex whether the index over pending rows is there
 */
public record OutboxTable(boolean hasKind, boolean hasIndex) {

    /**
     * Rows that wait. The 0 stands in the text of the statement: SQLite uses a partial index only where it can see, before any
     * value is bound, that the index has all the rows.
     */
    public static final Condition PENDING = SYNC_OUTBOX.SENT.eq(inline(0L));

    /** Rows that are sent. */
    public static final Condition SENT = SYNC_OUTBOX.SENT.eq(inline(1L));

    /** The same shape. */
    public static OutboxTable of(OutboxShape shape) {
        return new OutboxTable(shape.hasKind(), shape.hasIndex());
    }

    /** The same for plain SQL. */
    public OutboxShape shape() {
        return new OutboxShape(hasKind, hasIndex);
    }

    /** See {@link OutboxShape#viaIndex}. */
    public Table<?> viaIndex() {
        return hasIndex ? table(shape().viaIndex()) : SYNC_OUTBOX;
    }

    /** The kind of a row, in a select list or a condition. */
    public Field<String> kind() {
        return hasKind ? SYNC_OUTBOX.KIND : inline(BatchKind.EVENTS.name());
    }
}
