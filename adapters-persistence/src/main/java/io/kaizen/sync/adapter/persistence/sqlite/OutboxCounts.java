package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.OutboxStatus;
import io.kaizen.sync.application.port.out.OutboxStatus.Counts;
import io.kaizen.sync.domain.kind.BatchKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jooq.DSLContext;

/**
 * Counts what is in a file. By plain text, so that {@code status} does not load jOOQ, which costs more than all the rest of it; claims,
 * which are rare, are read through it. For one snapshot.
 */
final class OutboxCounts {

    private final Connection connection;
    private final OutboxShape outbox;
    private final SortedMap<BatchKind, Counts> byKind = new TreeMap<>();

    OutboxCounts(Connection connection, OutboxShape outbox) {
        this.connection = connection;
        this.outbox = outbox;
    }

    OutboxStatus status() throws SQLException {
        SyncStateTable.State state = SyncStateTable.state(syncState());
        return new OutboxStatus(countByKind(), state.lastSuccess(), state.consecutiveFailures(), state.lastError());
    }

    private Map<String, String> syncState() throws SQLException {
        Map<String, String> stored = new HashMap<>();
        try (Statement s = connection.createStatement();
                ResultSet pairs = s.executeQuery("select k, v from sync_state")) {
            while (pairs.next()) {
                stored.put(pairs.getString(1), pairs.getString(2));
            }
        }
        return stored;
    }

    private SortedMap<BatchKind, Counts> countByKind() throws SQLException {
        String kind = outbox.hasKind() ? "kind" : "'" + BatchKind.EVENTS.name() + "'";
        add(kind, outbox.viaIndex() + " where sent = 0", rows -> new Counts(rows, 0, 0, 0));
        add(kind, "sync_outbox where sent = 1", rows -> new Counts(0, 0, rows, 0));
        add("kind", "outbox_dead_letter", rows -> new Counts(0, 0, 0, rows));
        if (hasClaims()) {
            addClaimed(SqliteSession.dsl(connection), OutboxTable.of(outbox));
        }
        return byKind;
    }

    private void add(String kind, String from, LongFunction<Counts> toCounts) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet rows = s.executeQuery("select " + kind + ", count(*) from " + from + " group by " + kind)) {
            while (rows.next()) {
                byKind.merge(new BatchKind(rows.getString(1)), toCounts.apply(rows.getLong(2)), Counts::plus);
            }
        }
    }

    private boolean hasClaims() throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet first = s.executeQuery("select 1 from outbox_claim limit 1")) {
            return first.next();
        }
    }

    private void addClaimed(DSLContext sql, OutboxTable table) {
        for (Claim claim : new ClaimTable(sql).all()) {
            byKind.merge(
                    claim.lane().kind(),
                    new Counts(0, table.countPending(sql, claim.lane().kind(), claim.rows()), 0, 0),
                    Counts::plus);
        }
    }
}
