package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.in.Wakeup;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.Iterator;

/** Wakes the flusher when rows have come in. Thread-safe if the queue is. */
final class WakingQueue implements RowQueue {

    private final RowQueue queue;
    private final Wakeup flusher;

    WakingQueue(RowQueue queue, Wakeup flusher) {
        this.queue = queue;
        this.flusher = flusher;
    }

    @Override
    public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return wakeFor(queue.append(kind, owner, payloads));
    }

    @Override
    public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
        return wakeFor(queue.replace(kind, owner, payloads));
    }

    private long wakeFor(long rows) {
        if (rows > 0) {
            flusher.wake();
        }
        return rows;
    }
}
