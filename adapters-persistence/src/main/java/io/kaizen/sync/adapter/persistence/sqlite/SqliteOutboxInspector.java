package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxAudit;
import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxCounts;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxInspector;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import java.time.Instant;
import java.util.List;

/**
 * Looks into a SQLite file without changing it, on connections of its own, so that no flush waits for a long count. This class is
 * thread-safe.
 */
final class SqliteOutboxInspector implements OutboxInspector {

    private final SqliteDatabase database;

    /** Looks at {@code database}, which somebody else closes. */
    SqliteOutboxInspector(SqliteDatabase database) {
        this.database = database;
    }

    /** {@inheritDoc} Costs what the pending rows cost, however many are sent: those are in no index, and estimated above 100,000. */
    @Override
    public OutboxStatus status(Instant now) {
        return database.snapshot(session -> new OutboxCounts(session).status());
    }

    @Override
    public List<String> problems() {
        return database.snapshot(session -> new OutboxAudit(session).problems());
    }
}
