package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.PendingLimitCheck;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.RowTarget;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Puts rows into somebody else's transaction. A savepoint makes each call all or nothing, whatever the transaction did before and does
 * afterwards. For one thread.
 */
final class TransactionRowQueue implements RowQueue {

    private final DSLContext transaction;
    private final Path file;
    private final PendingLimitCheck limits;

    TransactionRowQueue(DSLContext transaction, Path file, PendingLimits limits) {
        this.transaction = Objects.requireNonNull(transaction, "transaction");
        this.file = file;
        this.limits = new PendingLimitCheck(limits, file);
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
                try (HotStatements statements = new HotStatements(connection)) {
                    requireSameFile(statements);
                    return allOrNothing(connection, statements, target, rows);
                }
            });
        } catch (DataAccessException failure) {
            throw SqliteFailures.isBusy(failure) ? busy(failure) : SqliteFailures.of(failure, file);
        }
    }

    private long allOrNothing(Connection connection, HotStatements statements, RowTarget target, List<byte[]> payloads)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            OutboxShape outbox = OutboxShape.in(statements, file);
            target.require(outbox, file);
            target.removeReplaced(statements, outbox);
            long rows = target.insert(statements, outbox, payloads);
            if (rows > 0 && limits.areSet()) {
                limits.require(SqliteSession.jooq(connection), outbox);
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
    private void requireSameFile(HotStatements statements) {
        String theirs = statements
                .first(
                        "select coalesce(file, '') from pragma_database_list where name = 'main'",
                        main -> main.getString(1))
                .orElse("");
        if (!isThisFile(theirs)) {
            throw new IllegalArgumentException("the connection is to "
                    + (theirs.isEmpty() ? "a database in memory" : theirs) + ", not to the outbox in " + file);
        }
    }

    private boolean isThisFile(String theirs) {
        try {
            return !theirs.isEmpty() && Path.of(theirs).toRealPath().equals(file);
        } catch (IOException gone) {
            throw FileFailures.of(gone, file);
        }
    }

    private OutboxStoreException busy(DataAccessException failure) {
        return OutboxStoreException.busy(
                file + " is locked by another program, or this transaction began by reading and another has written"
                        + " since; roll it back, begin it as IMMEDIATE, and try again",
                failure);
    }
}
