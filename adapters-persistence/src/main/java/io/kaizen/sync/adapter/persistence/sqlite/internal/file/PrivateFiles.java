package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes files and folders that nobody but their owner can open, from the first byte: modes are given at creation. What root makes belongs to
 * the owner of the folder that it is made in, as SQLite has it with its own files: after one {@code sudo} the owner must not be locked out.
 */
public final class PrivateFiles {

    /** Numbers, because a name may have to be asked for over a network. */
    private static final String OWNER = "unix:uid";

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Elsewhere what is created inherits its folder's access list. */
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final Integer ROOT = 0;

    private PrivateFiles() {}

    /** Creates those of {@code folder} and its parents that are missing; leaves the others as they are. */
    static void createFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = folder;
                each != null && !Files.exists(each, LinkOption.NOFOLLOW_LINKS);
                each = each.getParent()) {
            missing.push(each);
        }
        Files.createDirectories(folder, attributes(FOLDER));
        for (Path made : missing) {
            giveToOwnerOfFolder(made);
        }
    }

    /** Creates {@code folder}, or takes away what others may do with it: for folders that belong to us alone. */
    public static void ownFolder(Path folder) throws IOException {
        createFolders(folder);
        if (Files.isSymbolicLink(folder)) {
            throw FileFailures.unusable(
                    folder, "is a symlink, and may lead to where nothing of ours belongs", "remove it");
        }
        giveToOwnerOfFolder(folder);
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
    public static void createFileIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(FILE));
        } catch (FileAlreadyExistsException fine) {
            return;
        }
        giveToOwnerOfFolder(file);
    }

    /** Lets the owner alone run {@code file}, beside reading and writing it. */
    public static void makeExecutable(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, FOLDER);
        }
    }

    /**
     * Opens a file, which is created with private modes if {@code options} create it, and is no symlink. Never for a file of
     * SQLite's.
     */
    static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        Set<OpenOption> here = new HashSet<>(options);
        here.add(LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(file, here, attributes(FILE));
        giveToOwnerOfFolder(file);
        return channel;
    }

    /** Does nothing for anyone but root, who alone can give files away; nor where {@code made} has vanished again, or root's rights are cut. */
    private static void giveToOwnerOfFolder(Path made) {
        Path folder = made.toAbsolutePath().getParent();
        if (!UNIX || folder == null) {
            return;
        }
        try {
            Object owner = Files.getAttribute(folder, OWNER);
            Object maker = Files.getAttribute(made, OWNER, LinkOption.NOFOLLOW_LINKS);
            if (maker.equals(ROOT) && !owner.equals(ROOT)) {
                Files.setAttribute(made, OWNER, owner, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException notOurs) {
            return;
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
