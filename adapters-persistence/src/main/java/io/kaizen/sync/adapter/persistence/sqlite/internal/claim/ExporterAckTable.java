package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code outbox_exporter_ack}: what exporters have taken and the queue still has, or may have again. For one transaction. */
public final class ExporterAckTable {

    private static final String NAME = "outbox_exporter_ack";

    private final HotStatements statements;
    private final OutboxShape outbox;

    /** For the transaction, or the moment, of {@code session}. */
    public ExporterAckTable(SqliteSession session) {
        this.statements = session.statements();
        this.outbox = session.outbox();
    }

    /** The pending rows of a kind that exporters have taken, by the exporter's name. */
    public Map<String, Set<RowId>> of(BatchKind kind) {
        Map<String, Set<RowId>> taken = new HashMap<>();
        statements.query(
                "select exporter, row_id from outbox_exporter_ack where kind = ? and " + outbox.hasPending(NAME),
                acks -> {
                    while (acks.next()) {
                        taken.computeIfAbsent(acks.getString(1), exporter -> new HashSet<>())
                                .add(new RowId(acks.getLong(2)));
                    }
                    return taken;
                },
                kind.name());
        return taken;
    }

    /** Remembers rows; it does not matter whether that was known. */
    public void add(BatchKind kind, String exporter, List<RowId> rows) {
        // Without a condition SQLite would take "on conflict" for the beginning of a join.
        statements.update(
                "insert into outbox_exporter_ack (row_id, exporter, kind) select value, ?, ? from json_each(?) where true"
                        + " on conflict do nothing",
                exporter,
                kind.name(),
                RowIds.writeEach(rows));
    }

    /** Forgets rows, which ascend. */
    public void forget(List<RowId> rows) {
        RowIds.delete(statements, NAME, rows);
    }

    /** Forgets rows that will never be exported again: those that are neither pending nor dead. */
    public void forgetGone(BatchKind kind) {
        statements.update(
                "delete from outbox_exporter_ack where kind = ? and not " + outbox.hasPending(NAME)
                        + " and not exists (select 1 from outbox_dead_letter"
                        + " where outbox_dead_letter.row_id = outbox_exporter_ack.row_id)",
                kind.name());
    }
}
