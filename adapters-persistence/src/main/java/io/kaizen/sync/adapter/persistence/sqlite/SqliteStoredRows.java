package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.when;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.DriverCopies;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteNativeLibrary;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileSystemCheck;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.OutboxPaths;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.WorkspaceMark;
import io.kaizen.sync.application.port.out.admin.StoredRows;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads an outbox on a connection that cannot write: no table, no index, no row of the file changes, and a file that lacks ours is read
 * as well. Each page is a statement of its own, so that nobody who writes meanwhile is held up. Goes through the rows by their ids, once.
 */
public final class SqliteStoredRows implements StoredRows, AutoCloseable {

    private static final Field<Long> PAYLOAD_BYTES =
            field("octet_length({0})", SQLDataType.BIGINT, SYNC_OUTBOX.PAYLOAD);
    private static final Field<byte[]> PAYLOAD = cast(SYNC_OUTBOX.PAYLOAD, SQLDataType.BLOB);

    private final Path file;
    private final DriverCopies.Opening opening;
    private final Connection connection;
    private final HotStatements statements;
    private final DSLContext sql;
    private final OutboxTable outbox;

    private SqliteStoredRows(Path file, DriverCopies.Opening opening, Connection connection) {
        this.file = file;
        this.opening = opening;
        this.connection = connection;
        this.statements = new HotStatements(connection);
        this.sql = SqliteSession.jooq(connection);
        this.outbox = OutboxTable.of(OutboxShape.in(statements, file));
    }

    /**
     * Opens the outbox in {@code databaseFile}.
     *
     * @throws OutboxStoreException if the file is not there, cannot be used, or is open in this process through another copy of SQLite
     */
    public static SqliteStoredRows open(Path databaseFile) {
        return open(databaseFile, false);
    }

    /** The same; with {@code allowNetwork} also on the file system of a network, for which the caller answers. */
    public static SqliteStoredRows open(Path databaseFile, boolean allowNetwork) {
        try {
            OutboxPaths paths = new OutboxPaths(databaseFile.toRealPath());
            FileSystemCheck.require(paths.database(), allowNetwork);
            DriverCopies.Opening opening = DriverCopies.open(paths.database());
            try {
                SqliteNativeLibrary.keepIn(paths.nativeLibraries());
                return open(paths.database(), opening, readOnly(paths.database()));
            } catch (Throwable failure) {
                opening.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw FileFailures.of(failure, databaseFile);
        }
    }

    private static SqliteStoredRows open(Path file, DriverCopies.Opening opening, SQLiteDataSource source) {
        try {
            Connection connection = source.getConnection();
            try {
                return new SqliteStoredRows(file, opening, connection);
            } catch (Throwable failure) {
                SqliteConnections.closeAfter(failure, connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, file);
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, file);
        }
    }

    private static SQLiteDataSource readOnly(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(Math.toIntExact(SqliteConnections.BUSY_TIMEOUT.toMillis()));
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri());
        return source;
    }

    /** The workspace whose rows the file holds; empty where it is not noted. */
    public Optional<String> workspace() {
        return translated(() -> statements
                .first("select 1 from sqlite_master where name = 'outbox_workspace'", found -> true)
                .flatMap(isThere -> new WorkspaceMark(statements).read()));
    }

    @Override
    public Optional<RowId> youngest() {
        return translated(() -> sql.select(max(SYNC_OUTBOX.ID))
                .from(SYNC_OUTBOX)
                .where(SYNC_OUTBOX.ID.gt(RowId.BEFORE_ALL.value()))
                .fetchOptional(found -> found.value1())
                .map(RowId::new));
    }

    @Override
    public List<OutboxRow> page(Query query) {
        return translated(() -> read(query));
    }

    private List<OutboxRow> read(Query query) {
        List<OutboxRow> rows = new ArrayList<>();
        long bytes = 0;
        try (Cursor<Record5<Long, String, String, Long, byte[]>> cursor =
                pageOf(query).fetchLazy()) {
            while (cursor.hasNext()) {
                Record5<Long, String, String, Long, byte[]> row = cursor.fetchNext();
                boolean isRead = row.value4() <= query.maxRowBytes();
                bytes += isRead ? row.value4() : 0;
                if (bytes > query.maxBytes() && !rows.isEmpty()) {
                    return rows;
                }
                rows.add(isRead ? whole(row) : unread(row));
            }
        }
        return rows;
    }

    private ResultQuery<Record5<Long, String, String, Long, byte[]>> pageOf(Query query) {
        Field<byte[]> payload = when(PAYLOAD_BYTES.le(query.maxRowBytes()), PAYLOAD);
        return sql.select(SYNC_OUTBOX.ID, SYNC_OUTBOX.SESSION_ID, outbox.kind(), PAYLOAD_BYTES, payload)
                .from(SYNC_OUTBOX)
                .where(
                        SYNC_OUTBOX.ID.gt(query.after().value()),
                        SYNC_OUTBOX.ID.le(query.upTo().value()),
                        query.alsoSent() ? noCondition() : OutboxTable.PENDING,
                        query.kind().map(this::isOf).orElse(noCondition()))
                .orderBy(SYNC_OUTBOX.ID)
                .limit(query.maxRows());
    }

    private Condition isOf(BatchKind kind) {
        if (outbox.hasKind()) {
            return SYNC_OUTBOX.KIND.eq(kind.name());
        }
        return kind.equals(BatchKind.EVENTS) ? noCondition() : falseCondition();
    }

    private static OutboxRow whole(Record5<Long, String, String, Long, byte[]> row) {
        return new OutboxRow(
                new RowId(row.value1()), new OwnerId(row.value2()), new BatchKind(row.value3()), row.value5());
    }

    private static OutboxRow unread(Record5<Long, String, String, Long, byte[]> row) {
        return OutboxRow.unread(
                new RowId(row.value1()), new OwnerId(row.value2()), new BatchKind(row.value3()), row.value4());
    }

    @Override
    public void close() {
        try (opening) {
            connection.close();
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, file);
        }
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException failure) {
            throw SqliteFailures.of(failure, file);
        }
    }
}
