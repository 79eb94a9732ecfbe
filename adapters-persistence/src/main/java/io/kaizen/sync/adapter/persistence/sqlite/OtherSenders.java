package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;

import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks for traces of a program that sends rows of this outbox and knows nothing of lanes: a kaizen whose own sync is on. It leaves two:
 * rows of a claim that are sent before we have committed them, and a success in {@code sync_state} at a time when nobody of ours can have
 * had one. The second is looked for only while this process runs, since who changes from one program to the other and back does nothing
 * wrong. To be called within transactions that write.
 */
final class OtherSenders {

    private @Nullable Rest atRest;

    /**
     * What stays as it is for as long as no lane is taken.
     *
     * @param epochs grows with each lane that somebody takes
     */
    private record Rest(String lastSuccess, long epochs) {}

    /** Rows of {@code claimed}, which ascend, that are sent, whoever has marked them. */
    static int countSent(DSLContext sql, List<RowId> claimed) {
        return sql.fetchCount(SYNC_OUTBOX, RowIds.in(SYNC_OUTBOX.ID, claimed).and(OutboxTable.SENT));
    }

    /** A lane was given back. Where it was the last, nothing of ours succeeds until somebody takes one. */
    void freed(DSLContext sql, Predicate<String> isDead) {
        atRest = new LaneTable(sql).areAllFree(isDead) ? look(sql) : null;
    }

    /** Whether others have sent since, to be asked before a lane is taken. False where one of ours may have been at work. */
    boolean haveSent(DSLContext sql) {
        Rest before = atRest;
        atRest = null;
        if (before == null) {
            return false;
        }
        Rest now = look(sql);
        return now.epochs() == before.epochs() && !now.lastSuccess().equals(before.lastSuccess());
    }

    private static Rest look(DSLContext sql) {
        return new Rest(new SyncStateTable(sql).lastSuccess(), new LaneTable(sql).epochs());
    }
}
