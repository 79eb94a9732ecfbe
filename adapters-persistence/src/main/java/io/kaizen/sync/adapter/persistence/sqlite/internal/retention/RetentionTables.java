package io.kaizen.sync.adapter.persistence.sqlite.internal.retention;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_PURGE;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_SENT_MARK;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.field;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionCursors.SentUpTo;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.impl.SQLDataType;

/** Purges, and writes {@code outbox_purge}; {@link RetentionCursors} says what. For one transaction. */
public final class RetentionTables {

    /** Rows looked at for one step, most of which may be of other kinds. */
    private static final int LOOKED_AT = 5_000;

    private final DSLContext sql;
    private final OutboxTable outbox;
    private final RetentionCursors cursors;

    /** For the transaction, or the moment, of {@code session}. */
    public RetentionTables(SqliteSession session) {
        this.sql = session.sql();
        this.outbox = OutboxTable.of(session.outbox());
        this.cursors = new RetentionCursors(session);
    }

    /** Removes the oldest rows of each kind, at most {@code most} in all, and counts them. Returns how many. */
    public long purge(Instant sentBefore, int most) {
        long removed = 0;
        int looks = LOOKED_AT;
        Optional<SentUpTo> due = cursors.due(sentBefore);
        while (due.isPresent() && removed < most && looks > 0) {
            Step step = purge(due.get(), most - removed, looks);
            removed += step.removed();
            looks -= Math.max(1, step.looks());
            due = cursors.due(sentBefore);
        }
        return removed;
    }

    /** Whether nothing is left to purge. */
    public boolean isDone(Instant sentBefore) {
        return cursors.due(sentBefore).isEmpty();
    }

    private record Step(long removed, int looks) {}

    private Step purge(SentUpTo due, long most, int looks) {
        var window = sql.select(SYNC_OUTBOX.ID, SYNC_OUTBOX.SENT, outbox.kind())
                .from(SYNC_OUTBOX)
                .where(SYNC_OUTBOX.ID.gt(cursors.purgedUpTo(due.kind())), SYNC_OUTBOX.ID.le(due.row()))
                .orderBy(SYNC_OUTBOX.ID)
                .limit(looks)
                .fetch();
        List<RowId> old = new ArrayList<>();
        long reached = window.size() < looks ? due.row() : 0;
        for (Record3<Long, Long, String> row : window) {
            if (old.size() == most) {
                reached = old.get(old.size() - 1).value();
                break;
            }
            if (row.value2() == 1 && due.kind().name().equals(row.value3())) {
                old.add(new RowId(row.value1()));
            }
            reached = Math.max(reached, row.value1());
        }
        if (!old.isEmpty()) {
            sql.deleteFrom(SYNC_OUTBOX)
                    .where(RowIds.in(SYNC_OUTBOX.ID, old), OutboxTable.SENT)
                    .execute();
        }
        count(due.kind(), reached, old.size());
        forgetMarks(due.kind(), reached);
        return new Step(old.size(), window.size());
    }

    /** The sum of what stands there. Other programs may have left something else than whole numbers, and their sum may be infinite. */
    public long purgedRows() {
        Field<Long> purged = field("cast(total({0}) as integer)", SQLDataType.BIGINT, OUTBOX_PURGE.PURGED_ROWS);
        return sql.select(purged).from(OUTBOX_PURGE).fetchSingle().value1();
    }

    private void count(BatchKind kind, long upTo, long rows) {
        sql.insertInto(OUTBOX_PURGE, OUTBOX_PURGE.KIND, OUTBOX_PURGE.UP_TO_ROW_ID, OUTBOX_PURGE.PURGED_ROWS)
                .values(kind.name(), upTo, rows)
                .onConflict(OUTBOX_PURGE.KIND)
                .doUpdate()
                .set(OUTBOX_PURGE.UP_TO_ROW_ID, upTo)
                .set(OUTBOX_PURGE.PURGED_ROWS, OUTBOX_PURGE.PURGED_ROWS.plus(rows))
                .execute();
    }

    /** Of marks that are behind the cursor the last is kept: it tells when we looked, and what is no news. */
    private void forgetMarks(BatchKind kind, long upTo) {
        Field<Long> last = OUTBOX_SENT_MARK.UP_TO_ROW_ID;
        sql.deleteFrom(OUTBOX_SENT_MARK)
                .where(
                        OUTBOX_SENT_MARK.KIND.eq(kind.name()),
                        last.le(upTo),
                        last.lt(cursors.markedUpTo(kind, Long.MAX_VALUE)))
                .execute();
    }
}
