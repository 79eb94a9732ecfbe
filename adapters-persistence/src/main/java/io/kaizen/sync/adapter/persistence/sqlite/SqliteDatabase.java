package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.OutboxStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * One outbox file, open: the way in for {@link SqliteOutboxStore}, {@link SqliteRowQueue}, {@link SqliteDeadLetters} and {@link
 * SqliteOutboxInspector}, which share it. Close those first.
 *
 * <p>All writes of a process go through one connection, one after the other. SQLite lets one write at a time anyway, and a
 * queue in Java is fair and cheap where a queue of connections would poll. Other processes, kaizen among them, may write to the
 * same file; each waits up to 5 s for the other. This class is thread-safe.
 */
public final class SqliteDatabase implements AutoCloseable {

    private static final Settings SETTINGS = new Settings()
            .withRenderSchema(false)
            .withRenderCatalog(false)
            .withExecuteLogging(false)
            .withFetchWarnings(false);

    private final OutboxPaths paths;
    private final SqliteConnections connections;
    private final Connection connection;
    private final DSLContext sql;
    private final ReentrantLock turn = new ReentrantLock(true);
    private OutboxTable outbox;
    private @Nullable Durability durability;

    private SqliteDatabase(
            OutboxPaths paths, SqliteConnections connections, Connection connection, OutboxTable outbox) {
        this.paths = paths;
        this.connections = connections;
        this.connection = connection;
        this.sql = dsl(connection);
        this.outbox = outbox;
    }

    /**
     * Opens the outbox in {@code databaseFile}. What is missing is created, readable and writable for this user alone: the file,
     * its folders, our tables and our index. Nothing that kaizen has in the file is changed.
     *
     * @throws OutboxStoreException if the file cannot be used: a folder, not a database, damaged, read-only, or written by a
     *     newer version of this program
     */
    public static SqliteDatabase open(Path databaseFile) {
        try {
            OutboxPaths paths = OutboxPaths.prepare(databaseFile);
            SqliteNativeLibrary.keepIn(paths.nativeLibraries());
            return open(paths);
        } catch (IOException failure) {
            throw SqliteFailures.of(failure, databaseFile);
        }
    }

    private static SqliteDatabase open(OutboxPaths paths) throws IOException {
        SqliteConnections connections = new SqliteConnections(paths.database());
        try {
            Connection connection = connections.open();
            try {
                DSLContext sql = dsl(connection);
                new OutboxMigrations(paths, sql).bringUpToDate(connections.dataSource());
                PendingIndex.ensure(connection, OutboxTable.in(sql, paths.database()));
                OutboxTable outbox = OutboxTable.in(sql, paths.database());
                return new SqliteDatabase(paths, connections, connection, outbox);
            } catch (Throwable failure) {
                SqliteConnections.closeAfter(failure, connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, paths.database());
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, paths.database());
        }
    }

    /** The real path of the file. */
    public Path file() {
        return paths.database();
    }

    /** Lock files of the holders of lanes lie here. */
    Path holdersFolder() {
        return paths.holders();
    }

    /** Work with the database. */
    @FunctionalInterface
    interface Work<T> {
        T in(DSLContext sql, OutboxTable outbox);
    }

    /** Work without a result. */
    @FunctionalInterface
    interface VoidWork {
        void in(DSLContext sql, OutboxTable outbox);
    }

    /** Reads what is there now, each statement by itself. */
    <T> T read(Work<T> work) {
        return inTurn(() -> work.in(sql, currentOutbox()));
    }

    /** Runs {@code work} in one transaction, which is rolled back if it throws anything. */
    <T> T write(Durability wanted, Work<T> work) {
        return inTurn(() -> {
            setDurability(wanted);
            return inTransaction("begin immediate", work);
        });
    }

    /** The same for temporary tables, which nobody else sees: the file is not locked. */
    <T> T stage(Work<T> work) {
        return inTurn(() -> inTransaction("begin deferred", work));
    }

    private <T> T inTransaction(String begin, Work<T> work) throws SQLException {
        OutboxTable table = currentOutbox();
        SqliteConnections.execute(connection, begin);
        try {
            T result = work.in(sql, table);
            SqliteConnections.execute(connection, "commit");
            return result;
        } catch (Throwable failure) {
            rollBack(failure);
            throw failure;
        }
    }

    void writeOnly(Durability wanted, VoidWork work) {
        write(wanted, (context, table) -> {
            work.in(context, table);
            return true;
        });
    }

    /** Reads on a connection of its own, all from one moment, however long it takes: nobody waits for it. */
    <T> T snapshot(Work<T> work) {
        return translated(() -> {
            try (Connection own = connections.open()) {
                DSLContext context = dsl(own);
                SqliteConnections.execute(own, "begin");
                T result = work.in(context, OutboxTable.in(context, paths.database()));
                SqliteConnections.execute(own, "rollback");
                return result;
            }
        });
    }

    /** Closes the file; the next call of anything fails. */
    @Override
    public void close() {
        inTurn(() -> {
            connection.close();
            return true;
        });
    }

    private interface SqlWork<T> {
        T run() throws SQLException;
    }

    private <T> T inTurn(SqlWork<T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("the outbox was called from within one of its own transactions");
        }
        turn.lock();
        try {
            return translated(work);
        } finally {
            turn.unlock();
        }
    }

    private <T> T translated(SqlWork<T> work) {
        try {
            return work.run();
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, paths.database());
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, paths.database());
        }
    }

    /** Kaizen may be upgraded while we run, and give its table kinds then. */
    private OutboxTable currentOutbox() throws SQLException {
        if (!outbox.hasKind()) {
            OutboxTable now = OutboxTable.in(sql, paths.database());
            if (now.hasKind()) {
                PendingIndex.ensure(connection, now);
                outbox = OutboxTable.in(sql, paths.database());
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

    private static DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.SQLITE, SETTINGS);
    }
}
