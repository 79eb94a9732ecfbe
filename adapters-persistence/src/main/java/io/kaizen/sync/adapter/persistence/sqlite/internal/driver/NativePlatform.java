package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.PrivateFiles;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Which of the driver's native libraries is the one for this machine. The driver finds out by starting a process and by following all links
 * in the memory map of this one, which takes longer than any command's own work; so what it has found is written down, for the same Java on
 * the same system. Were it wrong all the same, the library could not be loaded, and the driver would look for itself.
 */
public final class NativePlatform {

    /** Where the system's C library is musl, as in many containers, this is there; and with it the library is another. */
    private static final List<Path> MUSL = Stream.of("x86_64", "aarch64")
            .map(cpu -> Path.of("/lib/ld-musl-" + cpu + ".so.1"))
            .toList();

    private NativePlatform() {}

    /**
     * The library in the driver's jar.
     *
     * @param memory file to read the answer from, and to write it to; private, in a folder that is there
     * @throws IOException if there is none for this machine
     */
    static URL library(Path memory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String system = system();
        Optional<URL> known = remembered(memory, system).flatMap(folder -> library(folder, name));
        if (known.isPresent()) {
            return known.get();
        }
        String folder = LibraryLoaderUtil.getNativeLibResourcePath();
        URL found = library(folder, name)
                .orElseThrow(() -> new IOException(
                        "SQLite's driver has no native library for this platform: " + folder + "/" + name));
        PrivateFiles.createFileIfMissing(memory);
        Files.writeString(memory, system + folder + "\n");
        return found;
    }

    /** The line end behind it tells that it is whole: a process may have been killed while it wrote. */
    private static Optional<String> remembered(Path memory, String system) throws IOException {
        String text = Files.exists(memory) ? Files.readString(memory) : "";
        return text.startsWith(system) && text.endsWith("\n")
                ? Optional.of(text.substring(system.length()).strip())
                : Optional.empty();
    }

    private static Optional<URL> library(String folder, String name) {
        @Nullable URL packed = SQLiteJDBCLoader.class.getResource(folder + "/" + name);
        return Optional.ofNullable(packed);
    }

    /** What the answer depends on; several containers may share the folder. */
    private static String system() {
        boolean isMusl = MUSL.stream().anyMatch(Files::exists);
        return String.join(
                        "\n",
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.home"),
                        isMusl ? "musl" : "other")
                + "\n";
    }
}
