package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.OutboxInspector;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An outbox without a disk, for tests: the same promises as a real one, as long as the JVM lives. Thread-safe.
 */
public final class InMemoryOutbox {

    private final InMemoryTables tables = new InMemoryTables();
    private int holders;

    /** A new holder, as another process would be. */
    public OutboxStore newStore() {
        synchronized (tables) {
            holders++;
            String holder = "holder-" + holders;
            tables.living.add(holder);
            return new InMemoryOutboxStore(tables, holder);
        }
    }

    /**
     * Ends the holder that {@code store} is, as a kill of its process would: at once, and without a word to the others.
     *
     * @throws IllegalArgumentException if {@code store} is not one of ours
     */
    public void kill(OutboxStore store) {
        if (!(store instanceof InMemoryOutboxStore ours)) {
            throw new IllegalArgumentException("not a store of an in-memory outbox: " + store);
        }
        synchronized (tables) {
            tables.living.remove(ours.holder());
        }
    }

    /** The end at which rows come in. */
    public RowQueue queue() {
        return new Queue();
    }

    /** A look from outside. */
    public OutboxInspector inspector() {
        return new InMemoryOutboxInspector(tables);
    }

    /** Ids of the rows that are not sent, in order. */
    public List<RowId> pendingRows() {
        return tables.select(row -> !row.sent()).map(row -> row.row().id()).toList();
    }

    /** Ids of the rows that are sent, in order. */
    public List<RowId> sentRows() {
        return tables.select(InMemoryTables.Stored::sent)
                .map(row -> row.row().id())
                .toList();
    }

    /**
     * The kind of a row.
     *
     * @throws IllegalArgumentException if there is no such row
     */
    public BatchKind kindOf(RowId row) {
        return tables.select(stored -> stored.row().id().equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + row))
                .row()
                .kind();
    }

    private final class Queue implements RowQueue {

        @Override
        public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            List<byte[]> all = new ArrayList<>();
            payloads.forEachRemaining(all::add);
            synchronized (tables) {
                all.forEach(payload -> tables.insert(kind, owner, payload));
            }
            return all.size();
        }

        @Override
        public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            List<byte[]> all = new ArrayList<>();
            payloads.forEachRemaining(all::add);
            synchronized (tables) {
                tables.rows
                        .values()
                        .removeIf(stored -> !stored.sent()
                                && stored.row().kind().equals(kind)
                                && stored.row().owner().equals(owner));
                return append(kind, owner, all.iterator());
            }
        }
    }
}
