package com.example.outbox;

import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.testkit.OutboxUnderTest;

/** What the contracts must be able to do to an outbox: end its holders as {@code kill -9} does, and open it again. */
record MapOutboxUnderTest(MapOutbox outbox) implements OutboxUnderTest {

    @Override
    public OutboxStore newStore() {
        return outbox.newStore();
    }

    @Override
    public void kill(OutboxStore store) {
        outbox.kill(store);
    }

    @Override
    public RowQueue queue() {
        return outbox.queue();
    }

    @Override
    public OutboxAdmin admin() {
        return outbox.admin();
    }

    @Override
    public void close() {
        outbox.close();
    }
}
