package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses files on which SQLite's locks or its shared memory cannot be relied on: two programs would damage them. */
public final class FileSystemCheck {

    private FileSystemCheck() {}

    /**
     * Makes sure that {@code file}, which is there, can be shared safely. Looks at names only, and opens nothing.
     *
     * @param allowNetwork whether the user answers for the file system
     */
    public static void require(Path file, boolean allowNetwork) throws IOException {
        if (!allowNetwork) {
            requireLocal(file, typeOf(file));
        }
        requireOneName(file);
        requireNoLink(FileIdentity.log(file));
    }

    /** Throws if {@code type} is one that {@link NetworkFileSystems} lists. */
    public static void requireLocal(Path file, String type) {
        if (NetworkFileSystems.listed().include(type)) {
            throw FileFailures.unusable(
                    file,
                    "lies on a network file system (" + type + "), where SQLite's log cannot be shared",
                    "move it to a local disk, or, if no other machine ever opens it, set store.allow_network_fs ="
                            + " true");
        }
    }

    /** A log belongs to a name: under two names there would be two logs, each ignorant of the other. */
    private static void requireOneName(Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        int names = (Integer) Files.getAttribute(file, "unix:nlink");
        if (names > 1) {
            throw FileFailures.unusable(
                    file,
                    "has " + names + " names (hard links), and SQLite would keep a log for each",
                    "remove the other names, or work with a copy");
        }
    }

    /** SQLite writes to whatever a link of this name leads to. */
    private static void requireNoLink(Path log) {
        if (Files.isSymbolicLink(log)) {
            throw FileFailures.unusable(log, "is a symlink, which no log of SQLite's is", "remove it");
        }
    }

    private static String typeOf(Path file) {
        try {
            return Files.getFileStore(file).type();
        } catch (IOException unknown) {
            // In some containers a path's mount is in no list. Whoever mounts the network there gets no warning of
            // ours.
            return "unknown";
        }
    }
}
