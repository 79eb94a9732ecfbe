package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a name stood for at some moment: its device and inode. Where somebody deletes or replaces the database or its log under us,
 * SQLite would go on writing to what nobody will ever read again. A look at the name costs microseconds; the file itself is not
 * opened, since closing it would drop the locks that SQLite has on it.
 */
public final class FileIdentity {

    private final Path file;

    /** Null where the system has no such thing: then only a deletion is seen. */
    private final @Nullable Object key;

    private FileIdentity(Path file, @Nullable Object key) {
        this.file = file;
        this.key = key;
    }

    /** The file that {@code file} stands for now. */
    public static FileIdentity of(Path file) {
        try {
            return new FileIdentity(file, key(file));
        } catch (IOException failure) {
            throw FileFailures.of(failure, file);
        }
    }

    /** The write-ahead log of {@code database}. */
    public static Path log(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** Whether the name stands for nothing or for another file now. */
    public boolean hasChanged() {
        try {
            return !Objects.equals(key, key(file));
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException failure) {
            throw FileFailures.of(failure, file);
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
