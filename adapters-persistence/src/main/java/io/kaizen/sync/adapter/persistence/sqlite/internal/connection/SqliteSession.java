package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.Statements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileIdentity;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.PendingIndex;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.RowIdSequence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One connection and what we know about the file through it. For one thread at a time; thrown away after a failure that leaves doubts. */
public final class SqliteSession {

    private final Path file;
    private final Connection connection;
    private final Statements statements;
    private final FileIdentity log;
    private OutboxShape shape;
    private @Nullable Jooq jooq;
    private @Nullable Durability durability;

    /** Made when it is first needed: to load jOOQ takes as long as all else that a look at a file takes. */
    private record Jooq(DSLContext sql, OutboxTable outbox) {}

    private SqliteSession(Path file, Connection connection, OutboxShape shape) {
        this.file = file;
        this.connection = connection;
        this.statements = new Statements(connection);
        this.shape = shape;
        this.log = FileIdentity.of(FileIdentity.log(file));
    }

    /**
     * Takes over {@code connection}, to a file whose tables are up to date, makes the index over pending rows, and sees that no row id is given
     * twice.
     */
    static SqliteSession over(Connection connection, Path file) throws SQLException {
        RowIdSequence.ensure(connection);
        PendingIndex.ensure(connection, OutboxShape.in(connection, file));
        return new SqliteSession(file, connection, OutboxShape.in(connection, file));
    }

    /** jOOQ on {@code connection}. */
    public static DSLContext dsl(Connection connection) {
        return dsl(connection, new Statements(connection));
    }

    private static DSLContext dsl(Connection connection, Statements statements) {
        DSLContext sql = DSL.using(connection, SQLDialect.SQLITE, Quiet.SETTINGS);
        statements.attachTo(sql);
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
        Jooq through = jooq(currentShape());
        return work.in(through.sql, through.outbox);
    }

    <T> T readText(SqliteDatabase.TextWork<T> work) throws SQLException {
        return work.in(connection, currentShape());
    }

    <T> T readPrepared(SqliteDatabase.PreparedWork<T> work) throws SQLException {
        return work.in(statements, currentShape());
    }

    <T> T writePrepared(Durability wanted, SqliteDatabase.PreparedWork<T> work) throws SQLException {
        return writeText(wanted, (open, table) -> work.in(statements, table));
    }

    <T> T write(Durability wanted, SqliteDatabase.Work<T> work) throws SQLException {
        return writeText(wanted, (open, table) -> {
            Jooq through = jooq(table);
            return work.in(through.sql, through.outbox);
        });
    }

    <T> T writeText(Durability wanted, SqliteDatabase.TextWork<T> work) throws SQLException {
        setDurability(wanted);
        return inTransaction("begin immediate", work);
    }

    <T> T stage(SqliteDatabase.TextWork<T> work) throws SQLException {
        return inTransaction("begin deferred", work);
    }

    private <T> T inTransaction(String begin, SqliteDatabase.TextWork<T> work) throws SQLException {
        OutboxShape table = currentShape();
        statements.execute(begin);
        try {
            T result = work.in(connection, table);
            statements.execute("commit");
            return result;
        } catch (Throwable failure) {
            rollBack(failure);
            throw failure;
        }
    }

    /** Kaizen may be upgraded while we run, and give its table kinds then. */
    private OutboxShape currentShape() throws SQLException {
        if (!shape.hasKind()) {
            OutboxShape now = OutboxShape.in(connection, file);
            if (now.hasKind()) {
                PendingIndex.ensure(connection, now);
                shape = OutboxShape.in(connection, file);
                jooq = null;
            }
        }
        return shape;
    }

    private Jooq jooq(OutboxShape table) {
        Jooq made = jooq;
        if (made == null) {
            made = new Jooq(dsl(connection, statements), OutboxTable.of(table));
            jooq = made;
        }
        return made;
    }

    /** Between transactions only: within one SQLite ignores it. */
    private void setDurability(Durability wanted) throws SQLException {
        if (durability != wanted) {
            for (String statement : wanted.statements()) {
                SqliteConnections.execute(connection, statement);
            }
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

    private static final class Quiet {

        private static final Settings SETTINGS = new Settings()
                .withRenderSchema(false)
                .withRenderCatalog(false)
                .withExecuteLogging(false)
                .withFetchWarnings(false);

        private Quiet() {}
    }
}
