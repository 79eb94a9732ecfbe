package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one thread of one process at a time do what only one may do: a lock of the operating system on a file of its own. */
public final class FileMutex {

    /** What is done under such a lock takes a second; who waits longer waits for a process that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private FileMutex() {}

    /** What is done under the lock. */
    public @FunctionalInterface interface Action<E extends Exception> {
        /** Does it. */
        void run() throws IOException, E;
    }

    /** Runs {@code action} while nobody else holds {@code file}. Locks of the system do not part threads, the monitor does. */
    public static synchronized <E extends Exception> void holding(Path file, Action<E> action) throws IOException, E {
        try (FileChannel channel =
                        PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
                FileLock lock = lock(channel, file)) {
            if (!lock.isValid()) {
                throw new IOException("lost the lock on " + file);
            }
            action.run();
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new OutboxStoreException("interrupted while another process has " + file + " locked");
            }
        }
        throw new OutboxStoreException("another process has kept " + file + " locked for more than "
                + PATIENCE.toSeconds() + " s; if it hangs, end it and try again");
    }

    /** Null if somebody else has the file locked: another process, or in this one a copy of this class, which has a monitor of its own. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException lockedInThisProcess) {
            return null;
        }
    }
}
