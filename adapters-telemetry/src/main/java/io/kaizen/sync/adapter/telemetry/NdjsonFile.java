package io.kaizen.sync.adapter.telemetry;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file to which whole lines are appended, each by one write and under a lock. It is opened anew for each line: whatever was
 * rotated, deleted or broken off in the meantime, the line goes to the file as it is now. Files are created 0600 and folders
 * 0700; those that exist keep their modes. What root creates belongs to the owner of its folder, who must be able to go on with it. Thread-safe.
 */
final class NdjsonFile {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** A number, because a name may have to be asked for over a network. */
    private static final String OWNER = "unix:uid";

    private static final Integer ROOT = 0;

    /** The system's file lock belongs to the whole process, so that its threads need one between themselves; one per path. */
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Path path;
    private final Path folder;

    NdjsonFile(Path path) {
        this.path = path.toAbsolutePath();
        this.folder = Objects.requireNonNull(this.path.getParent(), "folder of the file");
    }

    /**
     * Appends {@code line}, which ends with its only line break, and waits until it is on the disk. All of it or nothing.
     *
     * @throws IOException if that failed; the message names the file
     */
    void append(byte[] line) throws IOException {
        ReentrantLock turn = IN_THIS_PROCESS.computeIfAbsent(path, unused -> new ReentrantLock());
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread wrote to " + path);
        }
        try {
            appendAlone(line);
        } catch (IOException failure) {
            throw new IOException("cannot append to " + path + ": " + reasonOf(failure), failure);
        } finally {
            turn.unlock();
        }
    }

    private void appendAlone(byte[] line) throws IOException {
        makeFolder();
        if (!folder.toRealPath().equals(folder)) {
            throw new IOException("there is a symlink in its path");
        }
        NdjsonFilePath.requireAppendable(path);
        // Closing any channel of a file drops the process's POSIX lock on it, so nothing is written after the first
        // close.
        try (FileChannel writer = FileChannel.open(path, Set.of(CREATE, APPEND, NOFOLLOW_LINKS), PRIVATE_FILE);
                FileChannel reader = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS));
                FileLock lock = writer.lock()) {
            giveToOwnerOfFolder(path);
            requireSameFile(reader, writer, lock);
            writeOrUndo(writer, LastLine.mend(reader, writer) ? onNewLine(line) : line);
            writer.force(false);
        }
    }

    /** Only root can give files away; where it cannot either, the file stays root's. */
    private static void giveToOwnerOfFolder(Path made) {
        try {
            Object owner = Files.getAttribute(made.resolveSibling("."), OWNER);
            if (Files.getAttribute(made, OWNER, NOFOLLOW_LINKS).equals(ROOT) && !owner.equals(ROOT)) {
                Files.setAttribute(made, OWNER, owner, NOFOLLOW_LINKS);
            }
        } catch (IOException | UnsupportedOperationException notOurs) {
            return;
        }
    }

    private void makeFolder() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = folder; each != null && !Files.exists(each, NOFOLLOW_LINKS); each = each.getParent()) {
            missing.push(each);
        }
        try {
            Files.createDirectories(folder, PRIVATE_FOLDER);
            missing.forEach(NdjsonFile::giveToOwnerOfFolder);
        } catch (IOException refused) {
            String reason = knownReason(refused).map(known -> ": " + known).orElse("");
            throw new IOException("the folder " + folder + " cannot be made" + reason, refused);
        }
    }

    /** Between the two openings the file may have been rotated. */
    private static void requireSameFile(FileChannel reader, FileChannel writer, FileLock lock) throws IOException {
        if (!lock.isValid() || reader.size() != writer.size()) {
            throw new IOException("it was replaced at the same moment");
        }
    }

    private static byte[] onNewLine(byte[] line) {
        return ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).array();
    }

    private static void writeOrUndo(FileChannel writer, byte[] bytes) throws IOException {
        long before = writer.size();
        IOException failure;
        try {
            int written = writer.write(ByteBuffer.wrap(bytes));
            if (written == bytes.length) {
                return;
            }
            failure =
                    new IOException("only " + written + " of " + bytes.length + " bytes could be written; disk full?");
        } catch (IOException broken) {
            failure = broken;
        }
        try {
            writer.truncate(before);
        } catch (IOException alsoBroken) {
            failure.addSuppressed(alsoBroken);
        }
        throw failure;
    }

    private static String reasonOf(IOException failure) {
        String message = failure.getMessage();
        return knownReason(failure).orElse(message == null ? "the system does not say why" : message);
    }

    /** Where there is none, the message is nothing but the path. */
    private static Optional<String> knownReason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return Optional.of("permission denied");
        }
        return failure instanceof FileSystemException known ? Optional.ofNullable(known.getReason()) : Optional.empty();
    }
}
