package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.SyncStateTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Counts what is in a file. By plain text, so that {@code status} does not load jOOQ, which costs more than all the rest of it. For one
 * snapshot.
 */
public final class OutboxCounts {

    private final SqliteSession session;
    private final HotStatements statements;
    private final OutboxShape outbox;
    private final SortedMap<BatchKind, Counts> byKind = new TreeMap<>();

    /** For the transaction, or the moment, of {@code session}. */
    public OutboxCounts(SqliteSession session) {
        this.session = session;
        this.statements = session.statements();
        this.outbox = session.outbox();
    }

    /** All counts. */
    public OutboxStatus status() {
        SyncStateTable.State state = new SyncStateTable(session).read();
        boolean isSentExact = countByKind();
        return new OutboxStatus(
                byKind, state.lastSuccess(), state.consecutiveFailures(), state.lastError(), true, isSentExact);
    }

    /** Returns whether sent rows were counted one by one. */
    private boolean countByKind() {
        String kind = outbox.hasKind() ? "kind" : "'" + BatchKind.EVENTS.name() + "'";
        add(kind, outbox.viaIndex() + " where sent = 0", rows -> new Counts(rows, 0, 0, 0));
        long pending = byKind.values().stream().mapToLong(Counts::pending).sum();
        SentRows.Count sent = new SentRows(session).count(pending);
        sent.byKind().forEach((each, rows) -> byKind.merge(each, new Counts(0, 0, rows, 0), Counts::plus));
        add("kind", "outbox_dead_letter", rows -> new Counts(0, 0, 0, rows));
        OutboxReader reader = new OutboxReader(session);
        for (Claim claim : new ClaimTable(session).all()) {
            long rows = reader.countPending(claim.lane().kind(), claim.rows());
            byKind.merge(claim.lane().kind(), new Counts(0, rows, 0, 0), Counts::plus);
        }
        return sent.isExact();
    }

    private void add(String kind, String from, LongFunction<Counts> toCounts) {
        statements.query("select " + kind + ", count(*) from " + from + " group by " + kind, rows -> {
            while (rows.next()) {
                byKind.merge(new BatchKind(rows.getString(1)), toCounts.apply(rows.getLong(2)), Counts::plus);
            }
            return byKind;
        });
    }
}
