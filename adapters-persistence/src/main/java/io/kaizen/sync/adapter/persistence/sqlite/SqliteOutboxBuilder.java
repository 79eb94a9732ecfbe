package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.domain.policy.PendingLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

/** Opens a {@link SqliteOutbox} that is not as delivered. For one thread. */
public final class SqliteOutboxBuilder {

    private final Path file;
    private PendingLimits limits = PendingLimits.NONE;
    private boolean allowNetworkFileSystem;
    private InstantSource clock = InstantSource.system();

    SqliteOutboxBuilder(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /** Takes in nothing that would make more wait than {@code most} allows; without this there is no limit. */
    public SqliteOutboxBuilder pendingLimits(PendingLimits most) {
        limits = Objects.requireNonNull(most, "most");
        return this;
    }

    /**
     * Opens the file even where it lies on a network file system. Only for files that no other machine opens: SQLite's write-ahead log
     * needs memory that all programs share, and without it the file is damaged.
     */
    public SqliteOutboxBuilder allowNetworkFileSystem() {
        allowNetworkFileSystem = true;
        return this;
    }

    /** The clock by which leases end; without this the system's. */
    public SqliteOutboxBuilder clock(InstantSource now) {
        clock = Objects.requireNonNull(now, "now");
        return this;
    }

    /**
     * Opens the outbox as {@link SqliteOutbox#open(Path)} does.
     *
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if the file cannot be used
     */
    public SqliteOutbox open() {
        return new SqliteOutbox(SqliteDatabase.open(file, allowNetworkFileSystem), limits, clock);
    }
}
