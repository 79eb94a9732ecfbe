package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * The index over pending rows, in the order in which we read them: it makes the cost of a page independent of the backlog, and
 * of how much was ever sent. It belongs to us but lies on kaizen's table, so it is no migration: it depends on whether that
 * table has kinds yet.
 */
public final class PendingIndex {

    /** While an index is built nobody else can write, and kaizen waits 5 s before it gives up. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** Between two looks at the clock; a few microseconds. */
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

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
    public static void ensure(Connection connection, OutboxShape table) throws SQLException {
        if (table.hasIndex()) {
            return;
        }
        try {
            withTimeLimit(connection, () -> create(connection, table));
        } catch (SQLException failure) {
            if (SqliteFailures.primaryCode(failure) != SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw failure;
            }
        }
    }

    private static void create(Connection connection, OutboxShape table) throws SQLException {
        SqliteConnections.execute(connection, "begin immediate");
        try {
            if (table.hasKind()) {
                SqliteConnections.execute(connection, "drop index if exists " + WITHOUT_KIND);
                SqliteConnections.execute(
                        connection,
                        "create index if not exists " + BY_KIND + " on sync_outbox (kind, id) where sent = 0");
            } else {
                SqliteConnections.execute(
                        connection,
                        "create index if not exists " + WITHOUT_KIND + " on sync_outbox (id) where sent = 0");
            }
            SqliteConnections.execute(connection, "commit");
        } catch (SQLException failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    private static void rollBack(Connection connection, SQLException failure) {
        try {
            SqliteConnections.execute(connection, "rollback");
        } catch (SQLException alreadyRolledBack) {
            failure.addSuppressed(alreadyRolledBack);
        }
    }

    private static void withTimeLimit(Connection connection, SqlAction action) throws SQLException {
        long start = System.nanoTime();
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - start > LIMIT.toNanos() ? 1 : 0;
            }
        });
        try {
            action.run();
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    private interface SqlAction {
        void run() throws SQLException;
    }
}
