package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The end of an {@link InMemoryOutbox} at which rows come in. Thread-safe. */
final class InMemoryRowQueue implements RowQueue {

    private final InMemoryOutbox outbox;

    InMemoryRowQueue(InMemoryOutbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return outbox.insert(kind, owner, all(payloads), false);
    }

    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return outbox.insert(kind, owner, all(payloads), true);
    }

    /** Before the outbox is locked: payloads may come slowly. */
    private static List<byte[]> all(Iterator<byte[]> payloads) {
        List<byte[]> all = new ArrayList<>();
        payloads.forEachRemaining(all::add);
        return all;
    }
}
