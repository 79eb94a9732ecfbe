package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * {@code sync_outbox} as a file has it. An old kaizen knew no kinds: its table lacks the column, and all its rows are events.
 *
 * @param hasKind whether there is a column {@code kind}
 * @param hasIndex whether the index over pending rows is there
 */
record OutboxTable(boolean hasKind, boolean hasIndex) {

    /**
     * Rows that wait. The 0 stands in the text of the statement: SQLite uses a partial index only where it can see, before any
     * value is bound, that the index has all the rows.
     */
    static final Condition PENDING = SYNC_OUTBOX.SENT.eq(inline(0L));

    static final Condition SENT = SYNC_OUTBOX.SENT.eq(inline(1L));

    static OutboxTable of(OutboxShape shape) {
        return new OutboxTable(shape.hasKind(), shape.hasIndex());
    }

    /** The same for plain SQL. */
    OutboxShape shape() {
        return new OutboxShape(hasKind, hasIndex);
    }

    /** See {@link OutboxShape#viaIndex}. */
    Table<?> viaIndex() {
        return hasIndex ? table(shape().viaIndex()) : SYNC_OUTBOX;
    }

    /** How many of {@code rows}, which ascend, wait and are of {@code kind}. */
    long countPending(DSLContext sql, BatchKind kind, List<RowId> rows) {
        if (!hasKind && !kind.equals(BatchKind.EVENTS)) {
            return 0;
        }
        String query = "select count(*) from " + shape().viaIndex() + " where sent = 0 and "
                + (hasKind ? "kind = ? and " : "") + RowIds.in("id", rows);
        Object[] values = hasKind ? RowIds.values(rows, kind.name()) : RowIds.values(rows);
        return Statements.of(sql).number(query, values);
    }

    /**
     * Marks those of {@code rows}, which ascend, that wait. Returns how many. Were it to fail halfway, SQLite should undo this statement alone,
     * and would first copy each page to a file in the system's folder for temporary files; with "or rollback" it need not.
     */
    int markSent(DSLContext sql, List<RowId> rows) {
        return Statements.of(sql)
                .update(
                        "update or rollback sync_outbox set sent = 1 where sent = 0 and " + RowIds.in("id", rows),
                        RowIds.values(rows));
    }

    /** The kind of a row, in a select list or a condition. */
    Field<String> kind() {
        return hasKind ? SYNC_OUTBOX.KIND : inline(BatchKind.EVENTS.name());
    }

    /** Rows of {@code kind} that wait. */
    Condition pending(BatchKind kind) {
        if (hasKind) {
            return PENDING.and(SYNC_OUTBOX.KIND.eq(kind.name()));
        }
        return kind.equals(BatchKind.EVENTS) ? PENDING : falseCondition();
    }

    /** That {@code row} is the id of a row of {@code kind} that waits. */
    Condition hasPending(Field<Long> row, BatchKind kind) {
        return exists(selectOne().from(viaIndex()).where(SYNC_OUTBOX.ID.eq(row), pending(kind)));
    }
}
