package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses the outbox of another workspace: its rows would go out under the hash of this one. */
final class WorkspaceCheck {

    private WorkspaceCheck() {}

    /** @param owner path of the workspace whose rows the outbox holds */
    static void require(Workspace here, String owner) {
        if (!here.root().toString().equals(owner)) {
            boolean isGone = Files.notExists(Path.of(owner));
            throw new ConfigException("the database " + here.database() + " is the outbox of the workspace " + owner
                    + (isGone ? ", which is gone," : "") + " and not of " + here.root()
                    + "; choose another file with --db or the other workspace with --workspace, or, if "
                    + owner + " was moved to " + here.root() + ", run 'kaizen-sync store adopt' once");
        }
    }
}
