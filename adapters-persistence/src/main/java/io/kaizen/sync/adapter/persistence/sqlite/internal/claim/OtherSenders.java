package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for traces of a program that sends rows of this outbox and knows nothing of lanes: a kaizen whose own sync is on. It leaves two:
 * rows of a claim that are sent before we have committed them, and a success in {@code sync_state} at a time when nobody of ours can have
 * had one. The second is looked for only while this process runs, since who changes from one program to the other and back does nothing
 * wrong. To be called within transactions that write.
 */
public final class OtherSenders {

    private @Nullable Rest atRest;

    /**
     * What stays as it is for as long as no lane is taken.
     *
     * @param epochs grows with each lane that somebody takes
     */
    private record Rest(String lastSuccess, long epochs) {}

    /** Rows of {@code claimed}, which ascend, that are sent, whoever has marked them. */
    public static int countSent(SqliteSession session, List<RowId> claimed) {
        return Math.toIntExact(session.statements()
                .number(
                        "select count(*) from sync_outbox where sent = 1 and " + RowIds.in("id", claimed),
                        RowIds.values(claimed)));
    }

    /** A lane was given back. Where it was the last, nothing of ours succeeds until somebody takes one. */
    public void freed(SqliteSession session, Predicate<String> isDead) {
        atRest = new LaneTable(session).areAllFree(isDead) ? look(session) : null;
    }

    /** Whether others have sent since, to be asked before a lane is taken. False where one of ours may have been at work. */
    public boolean haveSent(SqliteSession session) {
        Rest before = atRest;
        atRest = null;
        if (before == null) {
            return false;
        }
        Rest now = look(session);
        return now.epochs() == before.epochs() && !now.lastSuccess().equals(before.lastSuccess());
    }

    private static Rest look(SqliteSession session) {
        return new Rest(new SyncStateTable(session).lastSuccess(), new LaneTable(session).epochs());
    }
}
