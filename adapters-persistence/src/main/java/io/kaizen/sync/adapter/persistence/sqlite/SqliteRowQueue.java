package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jooq.DSLContext;

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
            return database.write(Durability.FULL, (sql, outbox) -> {
                long rows = insert(sql, outbox, target, staging);
                if (rows > 0) {
                    limits.require(sql, outbox);
                }
                return rows;
            });
        }
    }

    private long insert(DSLContext sql, OutboxTable outbox, Target target, StagingTable staging) {
        if (!outbox.hasKind() && !target.kind().equals(BatchKind.EVENTS)) {
            throw SqliteFailures.eventsOnly(database.file(), target.kind());
        }
        if (target.replacing()) {
            sql.deleteFrom(SYNC_OUTBOX)
                    .where(
                            outbox.pending(target.kind()),
                            SYNC_OUTBOX.SESSION_ID.eq(target.owner().value()))
                    .execute();
        }
        var owner = val(target.owner().value());
        if (!outbox.hasKind()) {
            return sql.insertInto(SYNC_OUTBOX, SYNC_OUTBOX.SESSION_ID, SYNC_OUTBOX.PAYLOAD)
                    .select(select(owner, staging.payload())
                            .from(staging.table())
                            .orderBy(staging.position()))
                    .execute();
        }
        var kind = val(target.kind().name());
        return sql.insertInto(SYNC_OUTBOX, SYNC_OUTBOX.SESSION_ID, SYNC_OUTBOX.PAYLOAD, SYNC_OUTBOX.KIND)
                .select(select(owner, staging.payload(), kind)
                        .from(staging.table())
                        .orderBy(staging.position()))
                .execute();
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
