package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * Replaces a small file by a new version of it: readers see the old one or the new one, whole, also after a crash. The file keeps its
 * owner and rights, and a symbolic link to it stays one; a new file is for this user alone. What root makes anew belongs to the owner of
 * the folder that it is made in.
 */
final class FileReplacement {

    private final Path file;

    private FileReplacement(Path file) {
        this.file = file;
    }

    static FileReplacement of(Path path) throws IOException {
        return new FileReplacement(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath());
    }

    /**
     * Puts {@code after} in the place of {@code before}.
     *
     * @param before what the caller has seen; empty also where there is no file
     * @throws IOException if that failed, or the file holds something else by now; it is as it was then
     */
    void replace(byte[] before, byte[] after) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "it is no file");
        }
        createFolder(folder);
        Path next = Files.createTempFile(
                folder,
                ".config-",
                ".toml",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            write(next, after);
            takeOverRights(next);
            if (!Arrays.equals(before, current())) {
                throw new FileSystemException(file.toString(), null, "somebody else has changed it at the same moment");
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void write(Path next, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void createFolder(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (!Files.exists(folder) && parent != null) {
            createFolder(parent);
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            giveToOwnerOfFolder(folder);
        }
    }

    private static void giveToOwnerOfFolder(Path made) throws IOException {
        Path folder = made.getParent();
        if (folder != null && Files.getAttribute(made, "unix:uid").equals(0)) {
            Files.setOwner(made, Files.getOwner(folder));
        }
    }

    private void takeOverRights(Path next) throws IOException {
        if (!Files.exists(file)) {
            giveToOwnerOfFolder(next);
            return;
        }
        PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        PosixFileAttributes mine = view.readAttributes();
        if (!mine.owner().equals(old.owner())) {
            view.setOwner(old.owner());
        }
        if (!mine.group().equals(old.group())) {
            view.setGroup(old.group());
        }
        view.setPermissions(old.permissions());
    }

    private byte[] current() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            return new byte[0];
        }
    }

    /** The new name is on the disk only when the folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
