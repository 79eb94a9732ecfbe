package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteDeadLetters;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxAccounts;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxInspector;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxStore;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxUpkeep;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteRowQueue;
import io.kaizen.sync.application.port.out.DeadLetters;
import io.kaizen.sync.application.port.out.OutboxAccounts;
import io.kaizen.sync.application.port.out.OutboxInspector;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.OutboxUpkeep;
import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.Workspace;

/** The outbox on SQLite. The database is opened when the first of its ends is asked for. */
final class PersistenceModule extends AbstractModule {

    @Provides
    @Singleton
    SqliteDatabase database(Workspace workspace, Lifecycle lifecycle) {
        return lifecycle.closing(SqliteDatabase.open(workspace.database()));
    }

    @Provides
    @Singleton
    OutboxStore store(SqliteDatabase database, Lifecycle lifecycle) {
        return lifecycle.closing(new SqliteOutboxStore(database));
    }

    @Provides
    RowQueue queue(SqliteDatabase database, SyncConfig sync) {
        return new SqliteRowQueue(database, sync.storage().limits());
    }

    @Provides
    OutboxUpkeep upkeep(SqliteDatabase database) {
        return new SqliteOutboxUpkeep(database);
    }

    @Provides
    OutboxAccounts accounts(SqliteDatabase database) {
        return new SqliteOutboxAccounts(database);
    }

    @Provides
    DeadLetters deadLetters(SqliteDatabase database) {
        return new SqliteDeadLetters(database);
    }

    @Provides
    OutboxInspector inspector(SqliteDatabase database) {
        return new SqliteOutboxInspector(database);
    }
}
