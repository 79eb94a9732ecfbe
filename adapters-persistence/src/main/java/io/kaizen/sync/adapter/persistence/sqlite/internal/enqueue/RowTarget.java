package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where new rows go, and the statements that bring them there. For one transaction at a time.
 *
 * @param replacing whether the owner's pending rows of the kind go away
 */
public record RowTarget(BatchKind kind, OwnerId owner, boolean replacing) {

    /** Throws where the file has no place for the kind. */
    public void require(OutboxShape outbox, Path file) {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            throw SqliteFailures.eventsOnly(file, kind);
        }
    }

    /** Deletes the rows that the new ones replace, if they replace any. */
    public void removeReplaced(HotStatements statements, OutboxShape outbox) {
        if (replacing) {
            statements.update(
                    "delete from sync_outbox where sent = 0 and session_id = ?"
                            + (outbox.hasKind() ? " and kind = ?" : ""),
                    ownerAndKind(outbox));
        }
    }

    /** Inserts rows from memory; returns how many. */
    public long insert(HotStatements statements, OutboxShape outbox, List<byte[]> payloads) {
        // Text, as kaizen has it, but made of our bytes by SQLite: no string in between.
        statements.updateEach(
                into(outbox) + " values (" + places(outbox) + ", cast(? as text))", payloads, ownerAndKind(outbox));
        return payloads.size();
    }

    /** Inserts all rows that are staged; returns how many. */
    public long insert(HotStatements statements, OutboxShape outbox, StagingTable staging) {
        return insert(statements, outbox, staging, 0, staging.rows());
    }

    /** Inserts those behind {@code after} and up to {@code last}, both positions; returns how many. */
    long insert(HotStatements statements, OutboxShape outbox, StagingTable staging, long after, long last) {
        List<Object> values = new ArrayList<>(List.of(ownerAndKind(outbox)));
        values.add(after);
        values.add(last);
        try (HotStatements once = statements.another()) {
            return once.update(
                    into(outbox) + " select " + places(outbox) + ", payload from " + staging.name()
                            + " where position > ? and position <= ? order by position",
                    values.toArray());
        }
    }

    private static String into(OutboxShape outbox) {
        return "insert into sync_outbox (session_id, " + (outbox.hasKind() ? "kind, " : "") + "payload)";
    }

    private static String places(OutboxShape outbox) {
        return outbox.hasKind() ? "?, ?" : "?";
    }

    private Object[] ownerAndKind(OutboxShape outbox) {
        return outbox.hasKind() ? new Object[] {owner.value(), kind.name()} : new Object[] {owner.value()};
    }
}
