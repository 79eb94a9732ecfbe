package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks after an {@link InMemoryOutbox}. There is nothing beside the rows to give back. Thread-safe. */
public final class InMemoryOutboxAdmin implements OutboxAdmin {

    private final InMemoryOutbox outbox;
    private final DeadLetters deadLetters;
    private final InMemoryOverrideStore overrides = new InMemoryOverrideStore();
    private final TreeMap<RowId, Instant> sentBy = new TreeMap<>();

    InMemoryOutboxAdmin(InMemoryOutbox outbox, DeadLetters deadLetters) {
        this.outbox = outbox;
        this.deadLetters = deadLetters;
    }

    @Override
    public OutboxStatus status() {
        return outbox.status();
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public OutboxBalance balance() {
        return outbox.balance();
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public InMemoryOverrideStore overrides() {
        return overrides;
    }

    @Override
    public boolean isForeign() {
        return false;
    }

    @Override
    public synchronized void markSent(Instant now) {
        for (RowId row : outbox.sentRows()) {
            sentBy.merge(row, now, (marked, present) -> marked.isAfter(present) ? present : marked);
        }
    }

    @Override
    public synchronized PurgeResult purgeSent(Instant sentBefore, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows is not positive: " + maxRows);
        }
        List<RowId> old = new ArrayList<>();
        for (Map.Entry<RowId, Instant> entry : sentBy.entrySet()) {
            if (entry.getValue().isBefore(sentBefore)) {
                old.add(entry.getKey());
            }
        }
        List<RowId> removed = old.subList(0, Math.min(maxRows, old.size()));
        outbox.purge(removed);
        removed.forEach(sentBy::remove);
        return new PurgeResult(removed.size(), removed.size() == old.size());
    }

    @Override
    public long trim() {
        return 0;
    }
}
