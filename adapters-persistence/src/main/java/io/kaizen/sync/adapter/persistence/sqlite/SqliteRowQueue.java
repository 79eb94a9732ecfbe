package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.Intake;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.PendingLimitCheck;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.RowTarget;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.StagingTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.StagingThread;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Puts rows into a SQLite file. Payloads may come as slowly as they like, and from anywhere, the outbox itself included: the
 * file is locked only when they are all there, and never for long. This class is thread-safe.
 */
final class SqliteRowQueue implements RowQueue {

    /** Rows that are held in memory at a time, by number and by bytes. */
    private static final int CHUNK_ROWS = 500;

    private static final long CHUNK_BYTES = 1 << 20;

    /** What one transaction takes in without keeping others waiting for long: half a second, where a disk writes 100 MB/s. */
    private static final long STEP_BYTES = 48L << 20;

    private final SqliteDatabase database;
    private final PendingLimitCheck limits;
    private final long stepBytes;

    /** A queue that takes in whatever the disk has room for. */
    SqliteRowQueue(SqliteDatabase database) {
        this(database, PendingLimits.NONE);
    }

    /** A queue that takes in nothing that would make more wait than {@code limits} allow. */
    SqliteRowQueue(SqliteDatabase database, PendingLimits limits) {
        this(database, limits, STEP_BYTES);
    }

    /** @param stepBytes what one transaction may take in */
    SqliteRowQueue(SqliteDatabase database, PendingLimits limits, long stepBytes) {
        this.database = database;
        this.limits = new PendingLimitCheck(limits, database.file());
        this.stepBytes = stepBytes;
    }

    @Override
    public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return enqueue(new RowTarget(kind, owner, false), payloads);
    }

    /** {@inheritDoc} Looks at each pending row of that kind: their owners are in no index. */
    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return enqueue(new RowTarget(kind, owner, true), payloads);
    }

    private long enqueue(RowTarget target, Iterator<byte[]> payloads) {
        List<byte[]> first = nextChunk(payloads);
        if (!payloads.hasNext()) {
            return atOnce(target, session -> target.insert(session.statements(), session.outbox(), first));
        }
        try (StagingTable staging = StagingTable.create(database)) {
            gather(target, first, payloads, staging);
            if (canBeTakenInSteps(target, staging)) {
                return new Intake(database, target, staging, stepBytes).run();
            }
            return atOnce(target, session -> target.insert(session.statements(), session.outbox(), staging));
        }
    }

    /** While a chunk is staged the next one is read and checked. */
    private static void gather(RowTarget target, List<byte[]> first, Iterator<byte[]> payloads, StagingTable staging) {
        staging.beginWith(target);
        try (StagingThread thread = new StagingThread(staging)) {
            thread.add(first);
            while (payloads.hasNext()) {
                thread.add(nextChunk(payloads));
            }
            thread.finish();
        }
    }

    /** What replaces must do so at once; and a limit keeps the outbox small enough, and must hold for all or none. */
    private boolean canBeTakenInSteps(RowTarget target, StagingTable staging) {
        return !target.replacing() && !limits.areSet() && staging.bytes() > stepBytes;
    }

    private long atOnce(RowTarget target, SqliteDatabase.Work<Long> insert) {
        return database.write(Durability.FULL, session -> {
            target.require(session.outbox(), database.file());
            target.removeReplaced(session.statements(), session.outbox());
            long rows = insert.in(session);
            if (rows > 0 && limits.areSet()) {
                limits.require(session.sql(), session.outbox());
            }
            return rows;
        });
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
}
