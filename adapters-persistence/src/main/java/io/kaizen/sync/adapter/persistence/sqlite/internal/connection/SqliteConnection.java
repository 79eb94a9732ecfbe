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
final class SqliteConnection {

    private final Path file;
    private final SqliteConnections connections;
    private final Runnable requireSameFile;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable SqliteSession session;
    private boolean closed;

    /**
     * @param requireSameFile throws where the file's name stands for another file by now; asked before anything is done
     * @param first null to connect when there is work
     */
    SqliteConnection(
            Path file, SqliteConnections connections, Runnable requireSameFile, @Nullable SqliteSession first) {
        this.file = file;
        this.connections = connections;
        this.requireSameFile = requireSameFile;
        this.session = first;
    }

    /** Runs {@code work} when it is its turn, each statement by itself. */
    <T> T inTurn(SqliteDatabase.Work<T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("the outbox was called from within one of its own transactions");
        }
        turn.lock();
        try {
            requireOpen();
            requireSameFile.run();
            SqliteSession open = currentSession();
            try {
                open.refreshShape();
                return work.in(open);
            } catch (DataAccessException failure) {
                giveUpIfInDoubt(open, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, file);
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, file);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Closes the connection, after those who wait; the next call of anything fails. The connection to a file that is gone from its name is
     * left alone: SQLite would delete the log by its name, and by now that may be the log of another file.
     */
    void close() {
        turn.lock();
        try {
            closed = true;
            SqliteSession open = session;
            if (open != null) {
                requireSameFile.run();
                giveUp(open);
            }
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, file);
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
            return SqliteSession.toWriteOn(connection, file);
        } catch (Throwable failure) {
            SqliteConnections.closeAfter(failure, connection);
            throw failure;
        }
    }

    private void giveUp(SqliteSession given) throws SQLException {
        session = null;
        given.close();
    }

    /** A failure of the disk may have left SQLite with a wrong picture of the file. */
    private void giveUpIfInDoubt(SqliteSession open, DataAccessException failure) {
        if (SqliteFailures.leavesDoubts(failure)) {
            session = null;
            open.closeAfter(failure);
        }
    }
}
