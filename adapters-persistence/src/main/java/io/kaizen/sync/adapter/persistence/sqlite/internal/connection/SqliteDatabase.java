package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.DriverCopies;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteNativeLibrary;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.WriteAheadLog;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileIdentity;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileSystemCheck;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.OutboxPaths;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.WorkspaceMark;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jooq.exception.DataAccessException;

/**
 * One outbox file, open: the way in for the implementations of the ports, which share it. Close those first.
 *
 * <p>All writes of a process go through one connection, one after the other: SQLite lets one write at a time anyway. Another one reads
 * ahead meanwhile. Other processes, kaizen among them, may write to the same file; each waits up to 5 s for the other.
 *
 * <p>After a failure of the disk nobody knows what SQLite believes to be on it: the connection is given up, and the next call begins
 * with another that reads everything anew. Where the file is deleted or replaced under us every call fails from then on. This class
 * is thread-safe.
 */
public final class SqliteDatabase implements AutoCloseable {

    static {
        // jOOQ greets in the host's log when it is first used, and gives advice.
        setUnlessSet("org.jooq.no-logo");
        setUnlessSet("org.jooq.no-tips");
    }

    private final OutboxPaths paths;
    private final DriverCopies.Opening opening;
    private final SqliteConnections connections;
    private final WriteAheadLog log;
    private final FileIdentity identity;
    private final SqliteConnection writing;
    private final SqliteConnection reading;

    private SqliteDatabase(
            OutboxPaths paths, DriverCopies.Opening opening, SqliteConnections connections, SqliteSession first) {
        this.paths = paths;
        this.opening = opening;
        this.connections = connections;
        this.log = new WriteAheadLog(paths.database());
        this.identity = FileIdentity.of(paths.database());
        this.writing = new SqliteConnection(paths.database(), connections, this::requireSameFile, first);
        this.reading = new SqliteConnection(paths.database(), connections, this::requireSameFile, null);
    }

    /**
     * Opens the outbox in {@code databaseFile}. What is missing is created, readable and writable for this user alone: the file,
     * its folders, our tables and our index. Nothing that kaizen has in the file is changed.
     *
     * @throws OutboxStoreException if the file cannot be used: a folder, not a database, damaged, read-only, on a network's file
     *     system, known by two names, open in this process through another copy of SQLite, or written by a newer version of this
     *     program
     */
    public static SqliteDatabase open(Path databaseFile) {
        return open(databaseFile, false);
    }

    /** The same; with {@code allowNetwork} also on the file system of a network, for which the caller answers. */
    public static SqliteDatabase open(Path databaseFile, boolean allowNetwork) {
        try {
            OutboxPaths paths = OutboxPaths.prepare(databaseFile);
            FileSystemCheck.require(paths.database(), allowNetwork);
            DriverCopies.Opening opening = DriverCopies.open(paths.database());
            try {
                SqliteNativeLibrary.keepIn(paths.nativeLibraries());
                return open(paths, opening);
            } catch (Throwable failure) {
                opening.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw FileFailures.of(failure, databaseFile);
        }
    }

    private static SqliteDatabase open(OutboxPaths paths, DriverCopies.Opening opening) throws IOException {
        SqliteConnections connections = new SqliteConnections(paths.database());
        try {
            Connection connection = connections.open();
            try {
                new OutboxMigrations(paths, connection).bringUpToDate(connections.dataSource());
                return new SqliteDatabase(
                        paths, opening, connections, SqliteSession.toWriteOn(connection, paths.database()));
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

    private static void setUnlessSet(String flag) {
        if (System.getProperty(flag) == null) {
            System.setProperty(flag, "true");
        }
    }

    /** The real path of the file. */
    public Path file() {
        return paths.database();
    }

    /**
     * The workspace whose rows the file holds. Where the file belongs to none yet, it is {@code workspace} from now on.
     *
     * @param workspace canonical absolute path
     */
    public String claimFor(String workspace) {
        return read(session -> new WorkspaceMark(session.statements()).read())
                .orElseGet(() -> write(Durability.FULL, session -> {
                    WorkspaceMark mark = new WorkspaceMark(session.statements());
                    return mark.read().orElseGet(() -> {
                        mark.write(workspace);
                        return workspace;
                    });
                }));
    }

    /** Makes the file that of {@code workspace}, whose ever it was. Returns whose it was, if anybody's. */
    public Optional<String> adoptFor(String workspace) {
        return write(Durability.FULL, session -> {
            WorkspaceMark mark = new WorkspaceMark(session.statements());
            Optional<String> before = mark.read();
            mark.write(workspace);
            return before;
        });
    }

    /** Lock files of the holders of lanes lie here. */
    public Path holdersFolder() {
        return paths.holders();
    }

    /** Work with the database. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T in(SqliteSession session);
    }

    /** The same without a result. */
    @FunctionalInterface
    public interface VoidWork {
        /** Does it. */
        void in(SqliteSession session);
    }

    /** Reads what is there now, each statement by itself. */
    public <T> T read(Work<T> work) {
        return writing.inTurn(work);
    }

    /**
     * {@link #read} on a connection of its own, so that nothing that writes waits for it. Must not be called from within a
     * transaction.
     */
    public <T> T readAside(Work<T> work) {
        return reading.inTurn(work);
    }

    /** Reads on a connection that is opened for this, all from one moment, however long it takes: nothing waits for it. */
    public <T> T snapshot(Work<T> work) {
        requireSameFile();
        try (Connection own = connections.open()) {
            SqliteSession session = new SqliteSession(paths.database(), own);
            session.statements().execute("begin");
            T result = work.in(session);
            session.statements().execute("rollback");
            return result;
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, paths.database());
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, paths.database());
        }
    }

    /**
     * Runs {@code work} in one transaction, which is rolled back if it throws anything. Where the disk fails, the transaction may be in
     * the file or not, whole; the next call finds out which.
     */
    public <T> T write(Durability wanted, Work<T> work) {
        return writing.inTurn(session -> session.inTransaction(wanted, work));
    }

    /** {@link #write} without a result. */
    public void writeOnly(Durability wanted, VoidWork work) {
        write(wanted, session -> {
            work.in(session);
            return true;
        });
    }

    /**
     * Cuts the write-ahead log off where it is longer than usual and nobody is in the way. Waits for nobody.
     *
     * @return its length afterwards, in bytes
     */
    public long trimLog() {
        if (log.bytes() > WriteAheadLog.USUAL_BYTES) {
            read(session -> log.trim(session.statements()));
        }
        return log.bytes();
    }

    /** Closes the file; the next call of anything fails. */
    @Override
    public void close() {
        try (opening) {
            reading.close();
            writing.close();
        }
    }

    private void requireSameFile() {
        if (identity.hasChanged()) {
            throw FileFailures.unusable(
                    paths.database(),
                    "was deleted or replaced while we had it open, so we do not touch it any more",
                    "stop all programs that use it, see that the right file is in its place, and start again");
        }
    }
}
