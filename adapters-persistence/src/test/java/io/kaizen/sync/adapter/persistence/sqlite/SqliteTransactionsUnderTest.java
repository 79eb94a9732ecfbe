package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.testkit.OutboxUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.ToLongFunction;

/** A SQLite file into which rows come within transactions of another program, one per call. */
final class SqliteTransactionsUnderTest implements OutboxUnderTest {

    private final SqliteOutboxUnderTest outbox;
    private final Path file;
    private final SqliteOutbox opened;

    SqliteTransactionsUnderTest(Path file, InstantSource clock) {
        this.file = file;
        this.outbox = new SqliteOutboxUnderTest(file, clock);
        this.opened = SqliteOutbox.open(file);
    }

    @Override
    public RowQueue queue() {
        return new RowQueue() {
            @Override
            public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
                return inTransaction(queue -> queue.append(kind, owner, payloads));
            }

            @Override
            public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
                return inTransaction(queue -> queue.replace(kind, owner, payloads));
            }
        };
    }

    /** Commits in any case: that nothing is left of a call that failed is for the queue to see to. */
    private long inTransaction(ToLongFunction<RowQueue> work) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            try {
                return work.applyAsLong(opened.within(connection));
            } finally {
                connection.commit();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public OutboxStore newStore() {
        return outbox.newStore();
    }

    @Override
    public void kill(OutboxStore store) {
        outbox.kill(store);
    }

    @Override
    public OutboxAdmin admin() {
        return outbox.admin();
    }

    @Override
    public void close() {
        outbox.close();
        opened.close();
    }
}
