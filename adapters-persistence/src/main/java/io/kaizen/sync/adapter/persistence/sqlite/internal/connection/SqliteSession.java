package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileIdentity;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
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

/**
 * What work with the database gets: one open connection, for hot statements and for jOOQ, and the shape of kaizen's table. For one thread at a
 * time; ends with the connection.
 */
public final class SqliteSession {

    private final Path file;
    private final Connection connection;
    private final HotStatements statements;
    private final FileIdentity log;
    private OutboxShape outbox;
    private @Nullable DSLContext sql;
    private @Nullable Durability durability;

    /** Takes over {@code connection} to {@code file}, whose tables are up to date, and changes nothing. */
    SqliteSession(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
        this.statements = new HotStatements(connection);
        this.outbox = OutboxShape.in(statements, file);
        this.log = FileIdentity.of(FileIdentity.log(file));
    }

    /** Takes over {@code connection}, makes the index over pending rows, and sees that no row id is given out twice. */
    static SqliteSession toWriteOn(Connection connection, Path file) {
        SqliteSession session = new SqliteSession(file, connection);
        RowIdSequence.ensure(session.statements);
        session.ensureIndex(session.outbox);
        return session;
    }

    /** jOOQ on {@code connection}, quiet and without the names of schemas. */
    public static DSLContext jooq(Connection connection) {
        return DSL.using(connection, SQLDialect.SQLITE, Quiet.SETTINGS);
    }

    /** For the statements that are measured to be hot. */
    public HotStatements statements() {
        return statements;
    }

    /** For all other statements. Made when it is first needed: {@link HotStatements} says what loading jOOQ costs. */
    public DSLContext sql() {
        DSLContext made = sql;
        if (made == null) {
            made = jooq(connection);
            sql = made;
        }
        return made;
    }

    /** The shape of kaizen's table. */
    public OutboxShape outbox() {
        return outbox;
    }

    /** Looks at the shape again, where it may have changed: kaizen may be upgraded while we run, and give its table kinds then. */
    void refreshShape() {
        if (!outbox.hasKind()) {
            OutboxShape now = OutboxShape.in(statements, file);
            if (now.hasKind()) {
                ensureIndex(now);
            }
        }
    }

    /** Whether the log was deleted or replaced: no other program would find what we write. */
    boolean hasLostItsLog() {
        return log.hasChanged();
    }

    /** Runs {@code work} in one transaction, which is rolled back if it throws anything. */
    <T> T inTransaction(Durability wanted, SqliteDatabase.Work<T> work) {
        settle(wanted);
        statements.execute(wanted.begin());
        try {
            T result = work.in(this);
            statements.execute("commit");
            return result;
        } catch (Throwable failure) {
            rollBack(failure);
            throw failure;
        }
    }

    void close() throws SQLException {
        connection.close();
    }

    /** Closes the connection because of {@code failure}. */
    void closeAfter(Throwable failure) {
        SqliteConnections.closeAfter(failure, connection);
    }

    private void ensureIndex(OutboxShape table) {
        PendingIndex.ensure(statements, table);
        outbox = OutboxShape.in(statements, file);
    }

    /** Between transactions only: within one SQLite ignores it. */
    private void settle(Durability wanted) {
        if (durability != wanted && !wanted.settings().isEmpty()) {
            wanted.settings().forEach(statements::execute);
            durability = wanted;
        }
    }

    /** After some failures SQLite has rolled back already, and says so. */
    private void rollBack(Throwable failure) {
        try {
            statements.execute("rollback");
        } catch (RuntimeException second) {
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
