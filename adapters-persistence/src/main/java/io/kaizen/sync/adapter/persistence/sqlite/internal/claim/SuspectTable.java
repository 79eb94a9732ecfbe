package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;

/** {@code outbox_suspect}: pending rows that the server refused alone. For one transaction. */
public final class SuspectTable {

    private static final String NAME = "outbox_suspect";

    private final HotStatements statements;
    private final OutboxShape outbox;

    /** For the transaction, or the moment, of {@code session}. */
    public SuspectTable(SqliteSession session) {
        this.statements = session.statements();
        this.outbox = session.outbox();
    }

    /** The suspects of a kind that are still pending, in the order of their rows. */
    public List<Refusal> of(BatchKind kind) {
        return statements.list(
                "select row_id, reason, message, attempts from outbox_suspect where kind = ? and "
                        + outbox.hasPending(NAME) + " order by row_id",
                found -> RefusalMapper.toRefusal(
                        NAME, found.getLong(1), found.getString(2), found.getString(3), found.getLong(4)),
                kind.name());
    }

    /** Remembers refusals, for each row the last. */
    public void put(BatchKind kind, List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            statements.update(
                    "insert into outbox_suspect (row_id, kind, reason, message, attempts) values (?, ?, ?, ?, ?)"
                            + " on conflict (row_id) do update set kind = excluded.kind, reason = excluded.reason,"
                            + " message = excluded.message, attempts = excluded.attempts",
                    refusal.row().value(),
                    kind.name(),
                    refusal.reason().code(),
                    refusal.message(),
                    (long) refusal.attempts());
        }
    }

    /** Forgets rows, which ascend. */
    public void forget(List<RowId> rows) {
        RowIds.delete(statements, NAME, rows);
    }

    /** Forgets rows that are no longer pending: replaced, or sent by another program. */
    public void forgetGone(BatchKind kind) {
        statements.update("delete from outbox_suspect where kind = ? and not " + outbox.hasPending(NAME), kind.name());
    }
}
