package io.kaizen.sync.adapter.persistence.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that nobody but their owner can open, from the first byte: modes are given at creation. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Elsewhere what is created inherits its folder's access list. */
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Creates those of {@code folder} and its parents that are missing; leaves the others as they are. */
    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(FOLDER));
    }

    /** Creates {@code folder}, or takes away what others may do with it: for folders that belong to us alone. */
    static void ownFolder(Path folder) throws IOException {
        createFolders(folder);
        if (POSIX
                && !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(FOLDER)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /**
     * Creates an empty file unless one is there. An existing file is not opened, not even for a moment: closing it would drop
     * the locks that SQLite has on it in this process.
     */
    static void createFileIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(FILE));
        } catch (FileAlreadyExistsException fine) {
            return;
        }
    }

    /** Opens a file, which is created with private modes if {@code options} create it. Never for a file of SQLite's. */
    static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        return FileChannel.open(file, options, attributes(FILE));
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
