package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;

/** The ends of the outbox on SQLite that others are made of. The file is opened when the first of them is asked for. */
final class PersistenceModule extends AbstractModule {

    @Provides
    @Singleton
    OutboxStore store(OpenOutbox outbox, Lifecycle lifecycle) {
        return lifecycle.closing(outbox.outbox().newStore());
    }

    @Provides
    RowQueue queue(OpenOutbox outbox) {
        return outbox.outbox().queue();
    }

    @Provides
    OutboxAdmin admin(OpenOutbox outbox) {
        return outbox.outbox().admin();
    }
}
