package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.count;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.OutboxInspector;
import io.kaizen.sync.application.port.out.OutboxStatus;
import io.kaizen.sync.application.port.out.OutboxStatus.Counts;
import io.kaizen.sync.domain.kind.BatchKind;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.ResultQuery;

/**
 * Looks into a SQLite file without changing it, on connections of its own, so that no flush waits for a long count. This class is
 * thread-safe.
 */
public final class SqliteOutboxInspector implements OutboxInspector {

    private final SqliteDatabase database;

    public SqliteOutboxInspector(SqliteDatabase database) {
        this.database = database;
    }

    /** {@inheritDoc} Reads the whole table once, for the sent rows, which are in no index. */
    @Override
    public OutboxStatus status(Instant now) {
        return database.snapshot((sql, outbox) -> {
            SyncStateTable.State state = new SyncStateTable(sql).read();
            return new OutboxStatus(
                    countByKind(sql, outbox), state.lastSuccess(), state.consecutiveFailures(), state.lastError());
        });
    }

    @Override
    public List<String> problems() {
        return database.snapshot((sql, outbox) -> new OutboxAudit(sql, outbox).problems());
    }

    private static SortedMap<BatchKind, Counts> countByKind(DSLContext sql, OutboxTable outbox) {
        SortedMap<BatchKind, Counts> counts = new TreeMap<>();
        var pending = sql.select(outbox.kind(), count())
                .from(outbox.viaIndex())
                .where(OutboxTable.PENDING)
                .groupBy(outbox.kind());
        add(counts, pending, rows -> new Counts(rows, 0, 0, 0));
        var sent = sql.select(outbox.kind(), count())
                .from(SYNC_OUTBOX)
                .where(OutboxTable.SENT)
                .groupBy(outbox.kind());
        add(counts, sent, rows -> new Counts(0, 0, rows, 0));
        var dead = sql.select(OUTBOX_DEAD_LETTER.KIND, count())
                .from(OUTBOX_DEAD_LETTER)
                .groupBy(OUTBOX_DEAD_LETTER.KIND);
        add(counts, dead, rows -> new Counts(0, 0, 0, rows));
        for (Claim claim : new ClaimTable(sql).all()) {
            BatchKind kind = claim.lane().kind();
            long held = sql.fetchCount(
                    SYNC_OUTBOX, RowIds.in(SYNC_OUTBOX.ID, claim.rows()).and(outbox.pending(kind)));
            counts.merge(kind, new Counts(0, held, 0, 0), Counts::plus);
        }
        return counts;
    }

    private static void add(
            SortedMap<BatchKind, Counts> counts,
            ResultQuery<Record2<String, Integer>> rowsByKind,
            LongFunction<Counts> toCounts) {
        rowsByKind.forEach(
                row -> counts.merge(new BatchKind(row.value1()), toCounts.apply(row.value2()), Counts::plus));
    }
}
