package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Puts rows into a SQLite file. Payloads may come as slowly as they like, and from anywhere, the outbox itself included: the
 * file is locked only when they are all there. This class is thread-safe.
 */
public final class SqliteRowQueue implements RowQueue {

    /** Rows that are held in memory at a time, by number and by bytes. */
    private static final int CHUNK_ROWS = 500;

    private static final long CHUNK_BYTES = 1 << 20;

    private final SqliteDatabase database;
    private final PendingLimitCheck limits;

    /** A queue that takes in whatever the disk has room for. */
    public SqliteRowQueue(SqliteDatabase database) {
        this(database, PendingLimits.NONE);
    }

    /** A queue that takes in nothing that would make more wait than {@code limits} allow. */
    public SqliteRowQueue(SqliteDatabase database, PendingLimits limits) {
        this.database = database;
        this.limits = new PendingLimitCheck(limits, database.file());
    }

    @Override
    public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return stageAndInsert(new Target(kind, owner, false), payloads);
    }

    /** {@inheritDoc} Looks at each pending row of that kind: their owners are in no index. */
    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return stageAndInsert(new Target(kind, owner, true), payloads);
    }

    private long stageAndInsert(Target target, Iterator<byte[]> payloads) {
        try (StagingTable staging = StagingTable.create(database)) {
            while (payloads.hasNext()) {
                staging.add(nextChunk(payloads));
            }
            return database.writeText(Durability.FULL, (connection, outbox) -> {
                long rows = insert(connection, outbox, target, staging);
                if (rows > 0 && limits.areSet()) {
                    limits.require(SqliteSession.dsl(connection), OutboxTable.of(outbox));
                }
                return rows;
            });
        }
    }

    private long insert(Connection connection, OutboxShape outbox, Target target, StagingTable staging)
            throws SQLException {
        if (!outbox.hasKind() && !target.kind().equals(BatchKind.EVENTS)) {
            throw SqliteFailures.eventsOnly(database.file(), target.kind());
        }
        String ofKind = outbox.hasKind() ? " and kind = ?" : "";
        if (target.replacing()) {
            update(connection, outbox, target, "delete from sync_outbox where sent = 0 and session_id = ?" + ofKind);
        }
        return update(
                connection,
                outbox,
                target,
                outbox.hasKind()
                        ? "insert into sync_outbox (session_id, kind, payload) select ?, ?, payload from "
                                + staging.inOrder()
                        : "insert into sync_outbox (session_id, payload) select ?, payload from " + staging.inOrder());
    }

    /** Runs a statement that wants an owner and, where there are kinds, a kind; returns how many rows it has changed. */
    private static long update(Connection connection, OutboxShape outbox, Target target, String statement)
            throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(statement)) {
            s.setString(1, target.owner().value());
            if (outbox.hasKind()) {
                s.setString(2, target.kind().name());
            }
            return s.executeLargeUpdate();
        }
    }

    private static List<byte[]> nextChunk(Iterator<byte[]> payloads) {
        List<byte[]> chunk = new ArrayList<>();
        long bytes = 0;
        while (chunk.size() < CHUNK_ROWS && bytes < CHUNK_BYTES && payloads.hasNext()) {
            byte[] payload = payloads.next();
            bytes += payload.length;
            chunk.add(payload);
        }
        return chunk;
    }

    /** Where rows go. */
    private record Target(BatchKind kind, OwnerId owner, boolean replacing) {}
}
