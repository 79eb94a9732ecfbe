package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.testkit.OutboxUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A real file; each holder has a connection of its own, as it would in a process of its own. */
final class SqliteOutboxUnderTest implements OutboxUnderTest {

    private final Path file;
    private final InstantSource clock;
    private final Map<OutboxStore, HolderLocks.Holder> lives = new HashMap<>();
    private final Map<OutboxStore, SqliteDatabase> databases = new HashMap<>();
    private final SqliteDatabase database;

    /** @param clock by which leases end */
    SqliteOutboxUnderTest(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.database = SqliteDatabase.open(file);
    }

    @Override
    public OutboxStore newStore() {
        SqliteDatabase own = SqliteDatabase.open(file);
        HolderLocks locks = new HolderLocks(own.holdersFolder());
        try {
            HolderLocks.Holder life = locks.enlist();
            OutboxStore store = new SqliteOutboxStore(own, clock, locks, life);
            lives.put(store, life);
            databases.put(store, own);
            return store;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void kill(OutboxStore store) {
        try {
            lives.get(store).close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public RowQueue queue() {
        return new SqliteRowQueue(database);
    }

    @Override
    public OutboxAdmin admin() {
        return new SqliteOutboxAdmin(database);
    }

    @Override
    public void close() {
        databases.keySet().forEach(this::kill);
        databases.values().forEach(SqliteDatabase::close);
        databases.clear();
        database.close();
    }
}
