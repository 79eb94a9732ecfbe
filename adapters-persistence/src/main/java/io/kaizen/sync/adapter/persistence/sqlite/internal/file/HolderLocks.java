package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells living holders from dead ones. A holder keeps a file of its own locked; the system drops the lock when its process ends,
 * however it ends, so whoever can take the lock knows that the holder is dead. Thread-safe.
 */
public final class HolderLocks {

    private static final String SUFFIX = ".lock";

    /** What {@link #enlist} makes. Names come from the database too, where others may have written anything. */
    private static final Pattern NAME = Pattern.compile("\\d+-[0-9a-f-]{36}");

    /**
     * Holders of this process. Their files must not be opened here a second time: on POSIX systems the closing of any of a
     * process's handles drops its locks on the file.
     */
    private static final Set<String> ALIVE_HERE = ConcurrentHashMap.newKeySet();

    /** Files that another copy of this class in the same process has locked; kept open for the same reason. */
    private static final Map<Path, FileChannel> NEVER_CLOSED = new ConcurrentHashMap<>();

    private final Path folder;

    /** @param folder where the files of the holders of one database lie */
    public HolderLocks(Path folder) {
        this.folder = folder;
    }

    /** A new holder, alive until it is closed or the process ends. */
    public Holder enlist() throws IOException {
        PrivateFiles.ownFolder(folder);
        while (true) {
            Holder holder = tryToEnlist();
            if (holder != null) {
                return holder;
            }
        }
    }

    /**
     * A new name is one that nobody has had, and no secret: chance of the simple sort, sown by the clock, does for that, and to get ready for
     * the better one takes ten milliseconds. Null if a {@link #sweep} elsewhere took the file in the moment between its creation and its
     * locking.
     */
    private @Nullable Holder tryToEnlist() throws IOException {
        SplittableRandom random = new SplittableRandom();
        String name = ProcessHandle.current().pid() + "-" + new UUID(random.nextLong(), random.nextLong());
        Path file = file(name);
        ALIVE_HERE.add(name);
        FileChannel channel = PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        if (channel.tryLock() != null && Files.exists(file)) {
            return new Holder(name, file, channel);
        }
        channel.close();
        ALIVE_HERE.remove(name);
        return null;
    }

    /** Whether the holder of that name is dead for certain. What it left on disk is removed then. */
    public boolean isDead(String name) {
        if (ALIVE_HERE.contains(name) || !NAME.matcher(name).matches()) {
            return false;
        }
        Path file = file(name);
        if (NEVER_CLOSED.containsKey(file)) {
            return false;
        }
        try {
            return probe(file);
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException unknown) {
            // Not dead for certain: its lease will tell.
            return false;
        }
    }

    /** Removes what dead holders left. */
    public void sweep() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String fileName = String.valueOf(file.getFileName());
                isDead(fileName.substring(0, fileName.length() - SUFFIX.length()));
            }
        }
    }

    private static boolean probe(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean lockedInThisProcess = false;
        try {
            boolean taken = channel.tryLock() != null;
            if (taken) {
                Files.deleteIfExists(file);
            }
            return taken;
        } catch (OverlappingFileLockException known) {
            lockedInThisProcess = true;
            NEVER_CLOSED.put(file, channel);
            return false;
        } finally {
            if (!lockedInThisProcess) {
                channel.close();
            }
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    /** A living holder. */
    public static final class Holder implements AutoCloseable {

        private final String name;
        private final Path file;
        private final FileChannel channel;

        private Holder(String name, Path file, FileChannel channel) {
            this.name = name;
            this.file = file;
            this.channel = channel;
        }

        /** What tells it from all other holders of the database. */
        public String name() {
            return name;
        }

        /** Whether it has not been closed. */
        public boolean isAlive() {
            return channel.isOpen();
        }

        /** Ends the holder. What it holds can be taken by others from now on. */
        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                Files.deleteIfExists(file);
                channel.close();
                ALIVE_HERE.remove(name);
            }
        }
    }
}
