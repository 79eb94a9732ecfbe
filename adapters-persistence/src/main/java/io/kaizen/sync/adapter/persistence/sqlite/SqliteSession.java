package io.kaizen.sync.adapter.persistence.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One connection and what we know about the file through it. For one thread at a time; thrown away after a failure that leaves doubts. */
final class SqliteSession {

    private static final Settings SETTINGS = new Settings()
            .withRenderSchema(false)
            .withRenderCatalog(false)
            .withExecuteLogging(false)
            .withFetchWarnings(false);

    private final Path file;
    private final Connection connection;
    private final DSLContext sql;
    private final FileIdentity log;
    private OutboxTable outbox;
    private @Nullable Durability durability;

    private SqliteSession(Path file, Connection connection, DSLContext sql, OutboxTable outbox) {
        this.file = file;
        this.connection = connection;
        this.sql = sql;
        this.outbox = outbox;
        this.log = FileIdentity.of(FileIdentity.log(file));
    }

    /** Takes over {@code connection}, to a file whose tables are up to date, and makes the index over pending rows. */
    static SqliteSession over(Connection connection, Path file) throws SQLException {
        DSLContext sql = dsl(connection);
        PendingIndex.ensure(connection, OutboxTable.in(sql, file));
        return new SqliteSession(file, connection, sql, OutboxTable.in(sql, file));
    }

    static DSLContext dsl(Connection connection) {
        DSLContext sql = DSL.using(connection, SQLDialect.SQLITE, SETTINGS);
        new Statements(connection).attachTo(sql);
        return sql;
    }

    Connection connection() {
        return connection;
    }

    /** Whether the log was deleted or replaced: what we write goes where nobody else will find it. */
    boolean hasLostItsLog() {
        return log.hasChanged();
    }

    <T> T read(SqliteDatabase.Work<T> work) throws SQLException {
        return work.in(sql, currentOutbox());
    }

    <T> T write(Durability wanted, SqliteDatabase.Work<T> work) throws SQLException {
        setDurability(wanted);
        return inTransaction("begin immediate", work);
    }

    <T> T stage(SqliteDatabase.Work<T> work) throws SQLException {
        return inTransaction("begin deferred", work);
    }

    private <T> T inTransaction(String begin, SqliteDatabase.Work<T> work) throws SQLException {
        OutboxTable table = currentOutbox();
        Statements.of(sql).execute(begin);
        try {
            T result = work.in(sql, table);
            Statements.of(sql).execute("commit");
            return result;
        } catch (Throwable failure) {
            rollBack(failure);
            throw failure;
        }
    }

    /** Kaizen may be upgraded while we run, and give its table kinds then. */
    private OutboxTable currentOutbox() throws SQLException {
        if (!outbox.hasKind()) {
            OutboxTable now = OutboxTable.in(sql, file);
            if (now.hasKind()) {
                PendingIndex.ensure(connection, now);
                outbox = OutboxTable.in(sql, file);
            }
        }
        return outbox;
    }

    /** Between transactions only: within one SQLite ignores it. */
    private void setDurability(Durability wanted) throws SQLException {
        if (durability != wanted) {
            SqliteConnections.execute(connection, wanted.statement());
            durability = wanted;
        }
    }

    /** After some failures SQLite has rolled back already, and says so. */
    private void rollBack(Throwable failure) {
        try {
            SqliteConnections.execute(connection, "rollback");
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}
