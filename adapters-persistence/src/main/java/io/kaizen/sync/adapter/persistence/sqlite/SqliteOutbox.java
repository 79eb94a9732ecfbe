package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.policy.PendingLimits;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * An outbox in a SQLite file, with all its ends. The file may be one of its own, kaizen's, or the one that your program keeps its own
 * tables in: then rows can be enqueued {@linkplain #within(Connection) within your transactions}. Starts no thread but one that marks
 * rows as sent, while a store sends. This class is
 * thread-safe.
 */
public final class SqliteOutbox implements Outbox {

    private final SqliteDatabase database;
    private final PendingLimits limits;
    private final InstantSource clock;

    SqliteOutbox(SqliteDatabase database, PendingLimits limits, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the outbox in {@code file}, and makes what is missing: the file and its folder, readable for this user alone, our tables and
     * our index. Open it before your own connections, if the file is not there yet: its rights are those of who makes it.
     *
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if the file cannot be used
     */
    public static SqliteOutbox open(Path file) {
        return open(file, PendingLimits.NONE);
    }

    /** The same, taking in nothing that would make more wait than {@code limits} allow. */
    public static SqliteOutbox open(Path file, PendingLimits limits) {
        return builder(file).pendingLimits(limits).open();
    }

    /** An outbox in {@code file} that is not as delivered. */
    public static SqliteOutboxBuilder builder(Path file) {
        return new SqliteOutboxBuilder(file);
    }

    /** The real path of the file. */
    public Path file() {
        return database.file();
    }

    /**
     * The workspace whose rows the file holds. Where the file belongs to none yet, it is {@code workspace} from now on.
     *
     * @param workspace canonical absolute path
     */
    public String claimFor(String workspace) {
        return database.claimFor(workspace);
    }

    /** Makes the file that of {@code workspace}, whose ever it was. Returns whose it was, if anybody's. */
    public Optional<String> adoptFor(String workspace) {
        return database.adoptFor(workspace);
    }

    /**
     * The end at which rows come in within a transaction of yours: seen and committed with it, rolled back with it. A call takes in all
     * rows or, if it throws, none, and the transaction can go on. Payloads are read before the first is
     * written, and held in memory meanwhile. For the thread that owns the
     * connection, until its transaction ends; the connection is neither committed nor closed.
     *
     * <p>Begin the transaction as IMMEDIATE, or with a write: one that began by reading cannot write where another program has written
     * since, however long it waits. When rows are durable is for the connection's own {@code synchronous} to say.
     *
     * @param transaction a connection to {@link #file} with auto-commit off. Calls throw {@link IllegalStateException} where it is on,
     *     {@link IllegalArgumentException} where the connection is to another file
     */
    public RowQueue within(Connection transaction) {
        return queueIn(DSL.using(transaction, SQLDialect.SQLITE));
    }

    RowQueue queueIn(DSLContext transaction) {
        return new TransactionRowQueue(transaction, database.file(), limits);
    }

    @Override
    public OutboxStore newStore() {
        return new SqliteOutboxStore(database, clock);
    }

    @Override
    public RowQueue queue() {
        return new SqliteRowQueue(database, limits);
    }

    @Override
    public OutboxAdmin admin() {
        return new SqliteOutboxAdmin(database);
    }

    @Override
    public void close() {
        database.close();
    }
}
