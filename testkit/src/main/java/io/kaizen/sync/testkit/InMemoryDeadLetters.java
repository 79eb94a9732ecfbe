package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox.DeadRow;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The dead rows of an {@link InMemoryOutbox}, under its lock. */
final class InMemoryDeadLetters implements DeadLetters {

    private final InMemoryOutbox outbox;
    private final NavigableMap<RowId, DeadRow> dead;

    InMemoryDeadLetters(InMemoryOutbox outbox, NavigableMap<RowId, DeadRow> dead) {
        this.outbox = outbox;
        this.dead = dead;
    }

    @Override
    public List<DeadLetter> list(RowId after, int limit) {
        synchronized (outbox) {
            return dead.tailMap(after, false).values().stream()
                    .limit(limit)
                    .map(DeadRow::letter)
                    .toList();
        }
    }

    @Override
    public Optional<DeadLetter> find(RowId row) {
        synchronized (outbox) {
            return Optional.ofNullable(dead.get(row)).map(DeadRow::letter);
        }
    }

    @Override
    public Optional<byte[]> payload(RowId row, int maxBytes) {
        synchronized (outbox) {
            return Optional.ofNullable(dead.get(row)).map(DeadRow::row).map(stored -> {
                int length = Math.min(maxBytes, stored.payload().length);
                return Arrays.copyOf(stored.payload(), length);
            });
        }
    }

    @Override
    public Set<RowId> retry(List<RowId> rows) {
        return takeOut(rows, outbox::raise);
    }

    @Override
    public long retryAll() {
        synchronized (outbox) {
            long count = dead.size();
            retry(List.copyOf(dead.keySet()));
            return count;
        }
    }

    @Override
    public Set<RowId> discard(List<RowId> rows) {
        return takeOut(rows, row -> outbox.forget(row.row().id()));
    }

    private Set<RowId> takeOut(List<RowId> rows, Consumer<DeadRow> then) {
        synchronized (outbox) {
            Set<RowId> missing = new HashSet<>(rows);
            missing.removeAll(dead.keySet());
            if (missing.isEmpty()) {
                rows.stream().distinct().map(dead::remove).forEach(then);
            }
            return missing;
        }
    }
}
