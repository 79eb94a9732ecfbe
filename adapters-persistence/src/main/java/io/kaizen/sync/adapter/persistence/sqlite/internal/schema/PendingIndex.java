package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import java.time.Duration;
import org.jooq.exception.DataAccessException;

/**
 * The index over pending rows, in the order in which we read them: it makes the cost of a page independent of the backlog, and
 * of how much was ever sent. It belongs to us but lies on kaizen's table, so it is no migration: it depends on whether that
 * table has kinds yet.
 */
public final class PendingIndex {

    /** While an index is built nobody else can write, and kaizen waits 5 s before it gives up. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final String BY_KIND = "outbox_pending_by_kind";
    private static final String WITHOUT_KIND = "outbox_pending_without_kind";

    private PendingIndex() {}

    /** What the index is called over a table with kinds or without. */
    static String nameFor(boolean hasKind) {
        return hasKind ? BY_KIND : WITHOUT_KIND;
    }

    /**
     * Makes the index that {@code table} wants, and drops the one that it wanted before it had kinds. Where this takes too
     * long, all stays as it was: without the index everything works, only slower, and the next opening tries again.
     */
    public static void ensure(HotStatements statements, OutboxShape table) {
        if (table.hasIndex()) {
            return;
        }
        try {
            statements.within(LIMIT, () -> create(statements, table));
        } catch (DataAccessException failure) {
            if (!SqliteFailures.isInterrupted(failure)) {
                throw failure;
            }
        }
    }

    private static void create(HotStatements statements, OutboxShape table) {
        statements.executeOnce("begin immediate");
        try {
            if (table.hasKind()) {
                statements.executeOnce("drop index if exists " + WITHOUT_KIND);
                statements.executeOnce(
                        "create index if not exists " + BY_KIND + " on sync_outbox (kind, id) where sent = 0");
            } else {
                statements.executeOnce(
                        "create index if not exists " + WITHOUT_KIND + " on sync_outbox (id) where sent = 0");
            }
            statements.executeOnce("commit");
        } catch (DataAccessException failure) {
            rollBack(statements, failure);
            throw failure;
        }
    }

    private static void rollBack(HotStatements statements, DataAccessException failure) {
        try {
            statements.executeOnce("rollback");
        } catch (DataAccessException alreadyRolledBack) {
            failure.addSuppressed(alreadyRolledBack);
        }
    }
}
