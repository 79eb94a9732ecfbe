package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outbox's file, opened when it is first asked for, and only once. Thread-safe. */
final class OpenOutbox {

    private final Path file;
    private final Lifecycle lifecycle;
    private @Nullable SqliteDatabase database;

    /** @param lifecycle closes the file */
    OpenOutbox(Path file, Lifecycle lifecycle) {
        this.file = Objects.requireNonNull(file, "file");
        this.lifecycle = Objects.requireNonNull(lifecycle, "lifecycle");
    }

    /** @throws io.kaizen.sync.application.port.out.OutboxStoreException if the file cannot be used */
    synchronized SqliteDatabase database() {
        SqliteDatabase open = database;
        if (open == null) {
            open = lifecycle.closing(SqliteDatabase.open(file));
            database = open;
        }
        return open;
    }
}
