package io.kaizen.sync.adapter.telemetry;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the NDJSON file may lie: by default in the project's folder; elsewhere if that is not inside the
 * workspace, not reached by a symlink that somebody could have planted, and not a file of ours with another purpose.
 *
 * @param projectDir the project's folder in the home; relative paths lie under it
 * @param workspace root of the workspace, into which nothing may be written
 * @param database the outbox, which SQLite alone may open
 */
public record NdjsonFilePath(Path projectDir, Path workspace, Path database) {

    private static final String DEFAULT_NAME = "telemetry.ndjson";

    public NdjsonFilePath {
        Objects.requireNonNull(projectDir, "projectDir");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(database, "database");
    }

    /**
     * Applies the rules to the configured path. Creates nothing.
     *
     * @param configured empty for the default
     * @return an absolute path whose folder holds no symlinks
     * @throws IllegalArgumentException if the path breaks a rule; the message names path and rule
     */
    public Path resolve(Optional<String> configured) {
        String text = configured.orElse(DEFAULT_NAME);
        try {
            Path path = canonical(locate(text));
            requireElsewhere(path);
            requireAppendable(path);
            return path;
        } catch (InvalidPathException invalid) {
            throw refused(text, "is not a path: " + invalid.getReason(), invalid);
        } catch (IOException broken) {
            throw refused(text, reasonOf(broken), broken);
        }
    }

    /**
     * Checks that what lies at {@code path}, if anything, can be appended to.
     *
     * @throws IOException if it is a symlink, a folder, a pipe, a device, or a file of several names
     */
    static void requireAppendable(Path path) throws IOException {
        BasicFileAttributes there;
        try {
            there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException absent) {
            return;
        }
        if (there.isSymbolicLink()) {
            throw new IOException("is a symlink");
        }
        if (there.isDirectory()) {
            throw new IOException("is a folder");
        }
        if (!there.isRegularFile()) {
            throw new IOException("is not a regular file");
        }
        requireOneName(path);
    }

    /** Another name of the file may lie anywhere, in the workspace too. */
    private static void requireOneName(Path path) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        int names = (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        if (names > 1) {
            throw new IOException("has " + names + " names (hard links); remove the others, or name another file");
        }
    }

    private Path locate(String text) throws IOException {
        Path path = Path.of(text);
        if (text.isEmpty() || text.endsWith("/") || path.endsWith(".") || path.endsWith("..")) {
            throw new IOException("names no file");
        }
        return path.isAbsolute() ? path : underProjectDir(path);
    }

    private Path underProjectDir(Path relative) throws IOException {
        Path path = projectDir.toAbsolutePath();
        for (Path part : relative) {
            if (part.toString().equals("..")) {
                throw new IOException("contains \"..\"");
            }
            path = path.resolve(part);
            if (Files.isSymbolicLink(path)) {
                throw new IOException(path.endsWith(relative) ? "is a symlink" : "leads through the symlink " + part);
            }
        }
        return path;
    }

    /** Resolves the symlinks of the folder as far as it exists; the last name stays as it is. */
    private static Path canonical(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent(), "folder of an absolute path to a file");
        return real(folder).resolve(path.getFileName()).normalize();
    }

    private static Path real(Path folder) throws IOException {
        try {
            return folder.toRealPath();
        } catch (NoSuchFileException absent) {
            if (Files.isSymbolicLink(folder)) {
                throw new IOException("leads through the broken symlink " + folder, absent);
            }
            Path parent = folder.getParent();
            return parent == null ? folder : real(parent).resolve(folder.getFileName());
        }
    }

    private void requireElsewhere(Path path) throws IOException {
        if (path.startsWith(real(workspace.toAbsolutePath()))) {
            throw new IOException("lies inside the workspace " + workspace);
        }
        // Also names that begin like the database's: -wal, -shm, lock files. Opening one here would drop SQLite's
        // locks.
        if (path.toString().startsWith(canonical(database.toAbsolutePath()).toString())) {
            throw new IOException("is kept for the database " + database);
        }
        if (path.toString().endsWith(".toml")) {
            throw new IOException("looks like a configuration file");
        }
    }

    /** What we say is a rule; what the file system says may be a bare path, or nothing. */
    private static String reasonOf(IOException failure) {
        String message = failure.getMessage();
        if (message == null || failure instanceof FileSystemException) {
            return "cannot be looked at: " + failure;
        }
        return message;
    }

    private static IllegalArgumentException refused(String text, String rule, Exception cause) {
        return new IllegalArgumentException("telemetry file path \"" + text + "\" " + rule, cause);
    }
}
