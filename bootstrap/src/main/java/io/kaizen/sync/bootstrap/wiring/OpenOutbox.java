package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutboxBuilder;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.config.StorageConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox's file, opened when it is first asked for, and only once. Thread-safe. */
final class OpenOutbox {

    private final Workspace workspace;
    private final StorageConfig storage;
    private final Lifecycle lifecycle;
    private @Nullable SqliteOutbox outbox;

    /** @param lifecycle closes the file */
    OpenOutbox(Workspace workspace, StorageConfig storage, Lifecycle lifecycle) {
        this.workspace = Objects.requireNonNull(workspace, "workspace");
        this.storage = Objects.requireNonNull(storage, "storage");
        this.lifecycle = Objects.requireNonNull(lifecycle, "lifecycle");
    }

    /**
     * The open file.
     *
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if the file cannot be used
     * @throws io.kaizen.sync.bootstrap.config.ConfigException if it is the outbox of another workspace
     */
    synchronized SqliteOutbox outbox() {
        SqliteOutbox open = outbox;
        if (open == null) {
            open = open();
            WorkspaceCheck.require(workspace, open.claimFor(workspace.root().toString()));
            outbox = open;
        }
        return open;
    }

    /** Makes the file the outbox of this workspace. Returns whose it was, if anybody's. */
    synchronized Optional<Path> adopt() {
        return open().adoptFor(workspace.root().toString()).map(Path::of);
    }

    private SqliteOutbox open() {
        SqliteOutboxBuilder builder = SqliteOutbox.builder(fileOf(workspace)).pendingLimits(storage.limits());
        return lifecycle.closing((storage.allowNetworkFs() ? builder.allowNetworkFileSystem() : builder).open());
    }

    /**
     * The outbox's file, which need not exist.
     *
     * @throws OutboxStoreException if a link leads from it into the workspace, where nothing is ever written
     */
    static Path fileOf(Workspace workspace) {
        workspace.linkIntoWorkspace(workspace.database()).ifPresent(target -> {
            throw new OutboxStoreException(workspace.database() + " is a link into the workspace, to " + target
                    + ", where nothing is written; remove the link, or name another file with --db");
        });
        return workspace.database();
    }
}
