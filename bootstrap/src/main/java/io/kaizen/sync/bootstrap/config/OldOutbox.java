package io.kaizen.sync.bootstrap.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The outbox of kaizen 0.1.22 to 0.1.41: a file of another format, which we cannot read. Kaizen 0.1.42 moves its rows into the
 * database, and the file away.
 */
final class OldOutbox {

    private static final Path PLACE = Path.of("hot", "outbox.redb");

    private OldOutbox() {}

    /** What to say where such a file lies beside the database. */
    static Optional<String> warning(Workspace workspace) {
        Path file = workspace.database().resolveSibling(PLACE);
        return Files.exists(file)
                ? Optional.of(file
                        + " may hold rows that kaizen before 0.1.42 left there, and that are neither counted nor sent;"
                        + " run kaizen 0.1.42 or newer once in " + workspace.root()
                        + ", which moves them into the database")
                : Optional.empty();
    }
}
