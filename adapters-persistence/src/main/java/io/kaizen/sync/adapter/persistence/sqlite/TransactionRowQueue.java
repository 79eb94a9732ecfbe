package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.PendingLimitCheck;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.RowTarget;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
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
        return run(new RowTarget(kind, owner, false), all(payloads));
    }

    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return run(new RowTarget(kind, owner, true), all(payloads));
    }

    /** Before the file is locked, if the transaction has not done that already: payloads may come slowly. */
    private static List<byte[]> all(Iterator<byte[]> payloads) {
        List<byte[]> all = new ArrayList<>();
        payloads.forEachRemaining(all::add);
        return all;
    }

    private long run(RowTarget target, List<byte[]> rows) {
        try {
            return transaction.connectionResult(connection -> {
                requireTransaction(connection);
                requireSameFile(connection);
                return allOrNothing(connection, target, rows);
            });
        } catch (DataAccessException failure) {
            SQLException driver = failure.getCause(SQLException.class);
            throw driver != null && SqliteFailures.isBusy(driver) ? busy(driver) : SqliteFailures.of(failure, file);
        }
    }

    private long allOrNothing(Connection connection, RowTarget target, List<byte[]> payloads) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            OutboxShape outbox = OutboxShape.in(connection, file);
            target.require(outbox, file);
            target.removeReplaced(connection, outbox);
            long rows = target.insert(connection, outbox, payloads);
            if (rows > 0) {
                DSLContext sql = DSL.using(connection, SQLDialect.SQLITE);
                new PendingLimitCheck(limits, file).require(sql, OutboxTable.of(outbox));
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
            throw FileFailures.of(gone, file);
        }
    }

    private OutboxStoreException busy(SQLException failure) {
        return OutboxStoreException.busy(
                file + " is locked by another program, or this transaction began by reading and another has written"
                        + " since; roll it back, begin it as IMMEDIATE, and try again",
                failure);
    }
}
