package io.kaizen.sync.adapter.persistence.sqlite.internal.connection;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the file and a queue in front of it: fair, and cheap where a queue of connections would poll. After a failure that
 * leaves doubts the connection is given up, and the next in the queue begins with another. Thread-safe.
 */
public final class SqliteQueue {

    private final Path file;
    private final SqliteConnections connections;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable SqliteSession session;
    private boolean closed;

    /** @param first null to connect when the first has work */
    SqliteQueue(Path file, SqliteConnections connections, @Nullable SqliteSession first) {
        this.file = file;
        this.connections = connections;
        this.session = first;
    }

    /** Work on the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(SqliteSession open) throws SQLException;
    }

    /** @param check made in turn, before anything is done */
    <T> T inTurn(Runnable check, Work<T> work) throws SQLException {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("the outbox was called from within one of its own transactions");
        }
        turn.lock();
        try {
            requireOpen();
            check.run();
            SqliteSession open = currentSession();
            try {
                return work.on(open);
            } catch (SQLException | DataAccessException failure) {
                giveUpIfInDoubt(open, failure);
                throw failure;
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Closes the connection, after those who wait; the next call of anything fails.
     *
     * @param beforeClosing asked only where there is a connection; where it throws, that is left alone
     */
    void close(Runnable beforeClosing) throws SQLException {
        turn.lock();
        try {
            closed = true;
            SqliteSession open = session;
            if (open != null) {
                beforeClosing.run();
                giveUp(open);
            }
        } finally {
            turn.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw FileFailures.unusable(file, "was closed", "open it again");
        }
    }

    private SqliteSession currentSession() throws SQLException {
        SqliteSession open = session;
        if (open == null) {
            open = reopen();
            session = open;
        } else if (open.hasLostItsLog()) {
            // As the last to close it, SQLite moves what is in the log, deleted as it is, into the database.
            giveUp(open);
            throw FileFailures.unusable(
                    FileIdentity.log(file),
                    "was deleted or replaced while the database was open, and with it what others had not yet read",
                    "find out who does that; \"kaizen-sync verify\" tells what is left");
        }
        return open;
    }

    private SqliteSession reopen() throws SQLException {
        Connection connection = connections.open();
        try {
            return SqliteSession.over(connection, file);
        } catch (Throwable failure) {
            SqliteConnections.closeAfter(failure, connection);
            throw failure;
        }
    }

    private void giveUp(SqliteSession given) throws SQLException {
        session = null;
        given.connection().close();
    }

    /** A failure of the disk may have left SQLite with a wrong picture of the file. */
    private void giveUpIfInDoubt(SqliteSession open, Exception failure) {
        if (SqliteFailures.leavesDoubts(failure)) {
            session = null;
            SqliteConnections.closeAfter(failure, open.connection());
        }
    }
}
