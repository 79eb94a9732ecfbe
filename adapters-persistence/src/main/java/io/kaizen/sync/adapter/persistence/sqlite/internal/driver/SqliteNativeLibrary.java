package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileMutex;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.PrivateFiles;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library in a private folder, unpacked once per version. By itself the driver unpacks a copy into the
 * shared temporary folder at every start, and leaves it there when the process is killed.
 */
public final class SqliteNativeLibrary {

    private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";
    private static final String LIBRARY_NAME = "org.sqlite.lib.name";
    static final String TEMPORARY_FOLDER = "org.sqlite.tmpdir";

    private static final Duration STALE = Duration.ofDays(1);

    private SqliteNativeLibrary() {}

    /** A private folder to try, made when it is its turn. */
    @FunctionalInterface
    interface Candidate {
        Path make() throws IOException;
    }

    /**
     * Makes the driver load its library from {@code folder}, which is created with private modes, or from another private folder where
     * nothing in {@code folder} may be run. The first call in a process decides; a program that has set {@code org.sqlite.lib.path} or
     * {@code org.sqlite.tmpdir} before has decided already.
     *
     * @throws IOException if the library cannot be unpacked
     * @throws OutboxStoreException if it may not be run anywhere
     */
    public static synchronized void keepIn(Path folder) throws IOException {
        if (System.getProperty(LIBRARY_FOLDER) != null || System.getProperty(TEMPORARY_FOLDER) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        PrivateFiles.ownFolder(folder);
        URL packed = NativePlatform.library(folder.resolve("platform"));
        Path library = unpackWhereItRuns(packed, name, candidates(folder), Files::isExecutable);
        String versionFolder = String.valueOf(library.getParent());
        System.setProperty(LIBRARY_FOLDER, versionFolder);
        System.setProperty(LIBRARY_NAME, name);
        System.setProperty(TEMPORARY_FOLDER, versionFolder);
    }

    private static List<Candidate> candidates(Path folder) {
        Path cache = Path.of(System.getProperty("user.home", ""), ".cache", "kaizen-sync", "native");
        return List.of(
                () -> folder.toAbsolutePath(),
                () -> {
                    if (!cache.isAbsolute()) {
                        throw new IOException("the user has no home");
                    }
                    return cache;
                },
                // Others write to this folder too, so a name that is known beforehand would be theirs to take.
                () -> Files.createTempDirectory("kaizen-sync-"));
    }

    /**
     * Unpacks the library into the first folder whose file system lets it be run: a home may be mounted {@code noexec}.
     *
     * @param runs whether the system lets a file be run
     */
    static Path unpackWhereItRuns(URL packed, String name, List<Candidate> candidates, Predicate<Path> runs)
            throws IOException {
        String version = fingerprint(packed);
        List<String> refused = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                Path folder = candidate.make();
                Path library = unpack(packed, folder, version, name);
                if (runs.test(library) || runsOnceAllowed(library, runs)) {
                    return library;
                }
                refused.add(folder.toString());
            } catch (IOException unusable) {
                if (refused.isEmpty()) {
                    throw unusable;
                }
            }
        }
        throw new OutboxStoreException("SQLite's library may not be run from " + String.join(", nor from ", refused)
                + ": the file system is mounted noexec; mount one of them without noexec, or name a folder that is not with the Java"
                + " option -Dorg.sqlite.tmpdir=FOLDER");
    }

    /** What older versions of this program unpacked lacks the mode. */
    private static boolean runsOnceAllowed(Path library, Predicate<Path> runs) throws IOException {
        PrivateFiles.makeExecutable(library);
        return runs.test(library);
    }

    private static Path unpack(URL packed, Path folder, String version, String name) throws IOException {
        Path versionFolder = folder.resolve(version);
        Path library = versionFolder.resolve(name);
        PrivateFiles.ownFolder(folder);
        PrivateFiles.ownFolder(versionFolder);
        unpack(packed, library, versionFolder.resolve("unpack.lock"));
        sweep(folder, library, Instant.now().minus(STALE));
        return library;
    }

    /**
     * Tells libraries apart by their bytes. The driver's version would not do: it stands in a file that a jar which bundles the driver
     * may leave out, and after an upgrade an old library must not be loaded.
     */
    private static String fingerprint(URL library) throws IOException {
        if (library.openConnection() instanceof JarURLConnection packed && packed.getJarEntry() != null) {
            return Long.toHexString(packed.getJarEntry().getCrc());
        }
        CRC32 crc = new CRC32();
        try (InputStream bytes = library.openStream()) {
            crc.update(bytes.readAllBytes());
        }
        return Long.toHexString(crc.getValue());
    }

    /**
     * Removes libraries of other versions, and copies that the driver itself has unpacked, where it could not use ours, for processes that
     * were killed. What is young may be in use by a process that is just starting; who has loaded a library keeps it.
     */
    static void sweep(Path folder, Path library, Instant before) throws IOException {
        List<Path> stale;
        try (Stream<Path> files = Files.walk(folder)) {
            stale = files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(each -> !each.equals(library) && isLibrary(String.valueOf(each.getFileName())))
                    .toList();
        }
        for (Path each : stale) {
            if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static boolean isLibrary(String fileName) {
        return fileName.startsWith("sqlite-") || fileName.equals(LibraryLoaderUtil.getNativeLibName());
    }

    /** Under its final name the library is there whole or not at all. */
    private static void unpack(URL packed, Path library, Path lock) throws IOException {
        if (Files.exists(library)) {
            return;
        }
        FileMutex.holding(lock, () -> {
            Path part = library.resolveSibling(library.getFileName() + ".part");
            Files.deleteIfExists(part);
            PrivateFiles.createFileIfMissing(part);
            try (InputStream from = packed.openStream();
                    OutputStream to = Files.newOutputStream(part)) {
                from.transferTo(to);
            }
            PrivateFiles.makeExecutable(part);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        });
    }
}
