package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_EXPORTER_ACK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

/** {@code outbox_exporter_ack}: what exporters have taken and the queue still has, or may have again. For one transaction. */
final class ExporterAckTable {

    private final DSLContext sql;
    private final OutboxTable outbox;

    ExporterAckTable(DSLContext sql, OutboxTable outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** The pending rows of a kind that exporters have taken, by the exporter's name. */
    Map<String, Set<RowId>> of(BatchKind kind) {
        Map<String, Set<RowId>> taken = new HashMap<>();
        sql.select(OUTBOX_EXPORTER_ACK.EXPORTER, OUTBOX_EXPORTER_ACK.ROW_ID)
                .from(OUTBOX_EXPORTER_ACK)
                .where(OUTBOX_EXPORTER_ACK.KIND.eq(kind.name()), outbox.hasPending(OUTBOX_EXPORTER_ACK.ROW_ID, kind))
                .forEach(ack -> taken.computeIfAbsent(ack.value1(), exporter -> new HashSet<>())
                        .add(new RowId(ack.value2())));
        return taken;
    }

    /** Remembers rows; it does not matter whether that was known. */
    void add(BatchKind kind, String exporter, List<RowId> rows) {
        var row = field(name("value"), Long.class);
        sql.insertInto(
                        OUTBOX_EXPORTER_ACK,
                        OUTBOX_EXPORTER_ACK.ROW_ID,
                        OUTBOX_EXPORTER_ACK.EXPORTER,
                        OUTBOX_EXPORTER_ACK.KIND)
                .select(select(row, val(exporter), val(kind.name()))
                        .from(table("json_each({0})", val(RowIds.writeEach(rows))))
                        // Without a condition SQLite would take "on conflict" for the beginning of a join.
                        .where("true"))
                .onConflictDoNothing()
                .execute();
    }

    /** Forgets rows, which ascend. */
    void forget(List<RowId> rows) {
        RowIds.delete(sql, "outbox_exporter_ack", rows);
    }

    /** Forgets rows that will never be exported again: those that are neither pending nor dead. */
    void forgetGone(BatchKind kind) {
        sql.deleteFrom(OUTBOX_EXPORTER_ACK)
                .where(
                        OUTBOX_EXPORTER_ACK.KIND.eq(kind.name()),
                        outbox.hasPending(OUTBOX_EXPORTER_ACK.ROW_ID, kind).not(),
                        notExists(selectOne()
                                .from(OUTBOX_DEAD_LETTER)
                                .where(OUTBOX_DEAD_LETTER.ROW_ID.eq(OUTBOX_EXPORTER_ACK.ROW_ID))))
                .execute();
    }
}
