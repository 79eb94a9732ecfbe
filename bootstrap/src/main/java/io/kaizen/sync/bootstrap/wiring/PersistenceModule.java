package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxStore;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxUpkeep;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteRowQueue;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.OutboxUpkeep;
import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.bootstrap.config.SyncConfig;

/** The ends of the outbox on SQLite that others are made of. The file is opened when the first of them is asked for. */
final class PersistenceModule extends AbstractModule {

    @Provides
    @Singleton
    OutboxStore store(OpenOutbox outbox, Lifecycle lifecycle) {
        return lifecycle.closing(new SqliteOutboxStore(outbox.database()));
    }

    @Provides
    RowQueue queue(OpenOutbox outbox, SyncConfig sync) {
        return new SqliteRowQueue(outbox.database(), sync.storage().limits());
    }

    @Provides
    OutboxUpkeep upkeep(OpenOutbox outbox) {
        return new SqliteOutboxUpkeep(outbox.database());
    }
}
