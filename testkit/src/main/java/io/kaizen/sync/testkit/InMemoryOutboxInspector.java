package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.OutboxInspector;
import io.kaizen.sync.application.port.out.OutboxStatus;
import io.kaizen.sync.application.port.out.OutboxStatus.Counts;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryTables.Stored;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what lies in an in-memory outbox. */
final class InMemoryOutboxInspector implements OutboxInspector {

    private final InMemoryTables tables;

    InMemoryOutboxInspector(InMemoryTables tables) {
        this.tables = tables;
    }

    @Override
    public OutboxStatus status(Instant now) {
        synchronized (tables) {
            Set<RowId> claimed = claimedRows();
            SortedMap<BatchKind, Counts> byKind = new TreeMap<>();
            tables.select(stored -> true)
                    .forEach(stored -> byKind.merge(stored.row().kind(), count(stored, claimed), Counts::plus));
            return new OutboxStatus(byKind, tables.lastSuccess, tables.consecutiveFailures, tables.lastError);
        }
    }

    @Override
    public List<String> problems() {
        synchronized (tables) {
            return claimedRows().stream()
                    .filter(row ->
                            tables.rows.containsKey(row) && tables.rows.get(row).sent())
                    .map(row -> "row " + row + " is sent and claimed")
                    .toList();
        }
    }

    private static Counts count(Stored stored, Set<RowId> claimed) {
        if (stored.sent()) {
            return new Counts(0, 0, 1, 0);
        }
        return new Counts(1, claimed.contains(stored.row().id()) ? 1 : 0, 0, 0);
    }

    private Set<RowId> claimedRows() {
        Set<RowId> claimed = new HashSet<>();
        tables.claims
                .values()
                .forEach(ofLane -> ofLane.values().stream().map(Claim::rows).forEach(claimed::addAll));
        return claimed;
    }
}
