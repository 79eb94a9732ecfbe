package io.kaizen.sync.adapter.persistence.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library in a private folder, unpacked once per version. By itself the driver unpacks a copy into the
 * shared temporary folder at every start, and leaves it there when the process is killed.
 */
public final class SqliteNativeLibrary {

    private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";
    private static final String LIBRARY_NAME = "org.sqlite.lib.name";
    private static final String TEMPORARY_FOLDER = "org.sqlite.tmpdir";

    private SqliteNativeLibrary() {}

    /**
     * Makes the driver load its library from {@code folder}, which is created with private modes. The first call in a process
     * decides; so does whoever has set {@code org.sqlite.lib.path} or {@code org.sqlite.tmpdir} before.
     */
    public static synchronized void keepIn(Path folder) throws IOException {
        if (System.getProperty(LIBRARY_FOLDER) != null || System.getProperty(TEMPORARY_FOLDER) != null) {
            return;
        }
        Path versionFolder = folder.toAbsolutePath().resolve(SQLiteJDBCLoader.getVersion());
        PrivateFiles.ownFolder(folder);
        PrivateFiles.ownFolder(versionFolder);
        String name = LibraryLoaderUtil.getNativeLibName();
        unpack(versionFolder.resolve(name), versionFolder.resolve("unpack.lock"));
        System.setProperty(LIBRARY_FOLDER, versionFolder.toString());
        System.setProperty(LIBRARY_NAME, name);
        System.setProperty(TEMPORARY_FOLDER, versionFolder.toString());
    }

    /** Under its final name the library is there whole or not at all. */
    private static void unpack(Path library, Path lock) throws IOException {
        if (Files.exists(library)) {
            return;
        }
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
        FileMutex.holding(lock, () -> {
            Path part = library.resolveSibling(library.getFileName() + ".part");
            Files.deleteIfExists(part);
            PrivateFiles.createFileIfMissing(part);
            try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
                if (packed == null) {
                    throw new IOException("SQLite's driver has no native library for this platform: " + resource);
                }
                try (var out = Files.newOutputStream(part)) {
                    packed.transferTo(out);
                }
            }
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        });
    }
}
