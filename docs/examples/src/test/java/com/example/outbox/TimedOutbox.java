package com.example.outbox;

import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.OutboxUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An outbox with our own store on it, and what the contracts must be able to do to it. */
final class TimedOutbox implements OutboxUnderTest {

    private final InMemoryOutbox outbox;
    private final List<Duration> times = new ArrayList<>();

    TimedOutbox(InMemoryOutbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public OutboxStore newStore() {
        return new TimedOutboxStore(outbox.newStore(), (call, time) -> times.add(time));
    }

    @Override
    public void kill(OutboxStore store) {
        outbox.kill(((TimedOutboxStore) store).inner());
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
