package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxCensus;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxAccounts;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;

/** Reads the whole table once, on a connection of its own. This class is thread-safe. */
final class SqliteOutboxAccounts implements OutboxAccounts {

    private final SqliteDatabase database;

    /** Accounts for {@code database}, which somebody else closes. */
    SqliteOutboxAccounts(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public OutboxBalance balance() {
        return database.snapshot(session -> new OutboxCensus(session).balance());
    }
}
