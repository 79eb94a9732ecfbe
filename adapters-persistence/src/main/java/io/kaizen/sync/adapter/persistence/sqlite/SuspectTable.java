package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_SUSPECT;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;

/** {@code outbox_suspect}: pending rows that the server refused alone. For one transaction. */
final class SuspectTable {

    private final DSLContext sql;
    private final OutboxTable outbox;

    SuspectTable(DSLContext sql, OutboxTable outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** The suspects of a kind that are still pending, in the order of their rows. */
    List<Refusal> of(BatchKind kind) {
        return sql.selectFrom(OUTBOX_SUSPECT)
                .where(OUTBOX_SUSPECT.KIND.eq(kind.name()), outbox.hasPending(OUTBOX_SUSPECT.ROW_ID, kind))
                .orderBy(OUTBOX_SUSPECT.ROW_ID)
                .fetch(row -> RefusalMapper.toRefusal(
                        OUTBOX_SUSPECT, row.getRowId(), row.getReason(), row.getMessage(), row.getAttempts()));
    }

    /** Remembers refusals, for each row the last. */
    void put(BatchKind kind, List<Refusal> refusals) {
        BatchBindStep batch = sql.batch(sql.insertInto(
                        OUTBOX_SUSPECT,
                        OUTBOX_SUSPECT.ROW_ID,
                        OUTBOX_SUSPECT.KIND,
                        OUTBOX_SUSPECT.REASON,
                        OUTBOX_SUSPECT.MESSAGE,
                        OUTBOX_SUSPECT.ATTEMPTS)
                .values(0L, "", "", "", 0L)
                .onConflict(OUTBOX_SUSPECT.ROW_ID)
                .doUpdate()
                .setAllToExcluded());
        for (Refusal refusal : refusals) {
            batch = batch.bind(
                    refusal.row().value(), kind.name(), refusal.reason().code(), refusal.message(), (long)
                            refusal.attempts());
        }
        batch.execute();
    }

    /** Forgets rows, which ascend. */
    void forget(List<RowId> rows) {
        RowIds.delete(sql, "outbox_suspect", rows);
    }

    /** Forgets rows that are no longer pending: replaced, or sent by another program. */
    void forgetGone(BatchKind kind) {
        sql.deleteFrom(OUTBOX_SUSPECT)
                .where(
                        OUTBOX_SUSPECT.KIND.eq(kind.name()),
                        outbox.hasPending(OUTBOX_SUSPECT.ROW_ID, kind).not())
                .execute();
    }
}
