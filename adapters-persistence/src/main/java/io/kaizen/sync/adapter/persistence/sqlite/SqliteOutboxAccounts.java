package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.OutboxAccounts;
import io.kaizen.sync.application.port.out.OutboxBalance;

/** Reads the whole table once, on a connection of its own. This class is thread-safe. */
public final class SqliteOutboxAccounts implements OutboxAccounts {

    private final SqliteDatabase database;

    /** Accounts for {@code database}, which somebody else closes. */
    public SqliteOutboxAccounts(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public OutboxBalance balance() {
        return database.snapshot((sql, outbox) -> new OutboxCensus(sql, outbox).balance());
    }
}
