package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things lie on disk: the database, and beside it a private folder {@code <database>-outbox} for lock files and the
 * driver's native library.
 *
 * @param database real path, symbolic links resolved, so that all who open the file meet at the same locks
 */
public record OutboxPaths(Path database) {

    /** Creates folder and file where they are missing, private both. */
    public static OutboxPaths prepare(Path databaseFile) throws IOException {
        Path file = databaseFile.toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder != null) {
            PrivateFiles.createFolders(folder);
        }
        if (Files.isDirectory(file)) {
            throw FileFailures.unusable(file, "is a folder, not a database", "name the file inside it");
        }
        PrivateFiles.createFileIfMissing(file);
        OutboxPaths paths = new OutboxPaths(file.toRealPath());
        PrivateFiles.ownFolder(paths.side());
        return paths;
    }

    private Path side() {
        return database.resolveSibling(database.getFileName() + "-outbox");
    }

    /** Lock files of living holders. */
    public Path holders() {
        return side().resolve("holders");
    }

    /** Is locked while the tables are brought up to date. */
    public Path migrationLock() {
        return side().resolve("migration.lock");
    }

    /** A database that lasts as long as the migration of the one beside it. */
    public Path rehearsal() {
        return side().resolve("rehearsal.db");
    }

    /** SQLite's native libraries lie here. */
    public Path nativeLibraries() {
        return side().resolve("native");
    }
}
