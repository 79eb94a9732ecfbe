package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Puts rows into somebody else's transaction. A savepoint makes each call all or nothing, whatever the transaction did before and does
 * afterwards. For one thread.
 */
final class TransactionRowQueue implements RowQueue {

    private final DSLContext transaction;
    private final Path file;
    private final PendingLimits limits;

    TransactionRowQueue(DSLContext transaction, Path file, PendingLimits limits) {
        this.transaction = Objects.requireNonNull(transaction, "transaction");
        this.file = file;
        this.limits = limits;
    }

    @Override
    public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        List<byte[]> rows = all(payloads);
        return run((connection, outbox) -> insert(connection, outbox, kind, owner, rows));
    }

    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        List<byte[]> rows = all(payloads);
        return run((connection, outbox) -> {
            removePending(connection, outbox, kind, owner);
            return insert(connection, outbox, kind, owner, rows);
        });
    }

    /** Before the file is locked, if the transaction has not done that already: payloads may come slowly. */
    private static List<byte[]> all(Iterator<byte[]> payloads) {
        List<byte[]> all = new ArrayList<>();
        payloads.forEachRemaining(all::add);
        return all;
    }

    private interface Work {
        long in(Connection connection, OutboxTable outbox) throws SQLException;
    }

    private long run(Work work) {
        try {
            return transaction.connectionResult(connection -> {
                requireTransaction(connection);
                requireSameFile(connection);
                return allOrNothing(connection, work);
            });
        } catch (DataAccessException failure) {
            SQLException driver = failure.getCause(SQLException.class);
            throw driver != null && SqliteFailures.isBusy(driver) ? busy(driver) : SqliteFailures.of(failure, file);
        }
    }

    private long allOrNothing(Connection connection, Work work) throws SQLException {
        DSLContext sql = DSL.using(connection, SQLDialect.SQLITE);
        Savepoint before = connection.setSavepoint();
        try {
            OutboxTable outbox = OutboxTable.in(sql, file);
            long rows = work.in(connection, outbox);
            if (rows > 0) {
                new PendingLimitCheck(limits, file).require(sql, outbox);
            }
            connection.releaseSavepoint(before);
            return rows;
        } catch (Throwable failure) {
            rollBack(connection, before, failure);
            throw failure;
        }
    }

    /** After some failures SQLite has rolled back the whole transaction already, and says so. */
    private static void rollBack(Connection connection, Savepoint before, Throwable failure) {
        try {
            connection.rollback(before);
            connection.releaseSavepoint(before);
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private static void removePending(Connection connection, OutboxTable outbox, BatchKind kind, OwnerId owner)
            throws SQLException {
        String ofKind = outbox.hasKind() ? " and kind = ?" : "";
        try (PreparedStatement delete =
                connection.prepareStatement("delete from sync_outbox where sent = 0 and session_id = ?" + ofKind)) {
            bind(delete, outbox, kind, owner);
            delete.executeUpdate();
        }
    }

    private long insert(Connection connection, OutboxTable outbox, BatchKind kind, OwnerId owner, List<byte[]> payloads)
            throws SQLException {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            throw SqliteFailures.eventsOnly(file, kind);
        }
        // Text, as kaizen has it, but made of our bytes by SQLite: no string in between.
        String statement = outbox.hasKind()
                ? "insert into sync_outbox (session_id, kind, payload) values (?, ?, cast(? as text))"
                : "insert into sync_outbox (session_id, payload) values (?, cast(? as text))";
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            for (byte[] payload : payloads) {
                insert.setBytes(bind(insert, outbox, kind, owner), payload);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return payloads.size();
    }

    /** Returns the number of the parameter behind owner and kind. */
    private static int bind(PreparedStatement statement, OutboxTable outbox, BatchKind kind, OwnerId owner)
            throws SQLException {
        statement.setString(1, owner.value());
        if (!outbox.hasKind()) {
            return 2;
        }
        statement.setString(2, kind.name());
        return 3;
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the connection has auto-commit on, so there is no transaction to be part of; switch it off first");
        }
    }

    /** Rows in another file would never be sent. */
    private void requireSameFile(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet main = statement.executeQuery("select file from pragma_database_list where name = 'main'")) {
            String theirs = main.next() ? String.valueOf(main.getString(1)) : "";
            if (!isThisFile(theirs)) {
                throw new IllegalArgumentException("the connection is to "
                        + (theirs.isEmpty() ? "a database in memory" : theirs) + ", not to the outbox in " + file);
            }
        }
    }

    private boolean isThisFile(String theirs) {
        try {
            return !theirs.isEmpty() && Path.of(theirs).toRealPath().equals(file);
        } catch (IOException gone) {
            throw SqliteFailures.of(gone, file);
        }
    }

    private OutboxStoreException busy(SQLException failure) {
        return OutboxStoreException.busy(
                file + " is locked by another program, or this transaction began by reading and another has written"
                        + " since; roll it back, begin it as IMMEDIATE, and try again",
                failure);
    }
}
