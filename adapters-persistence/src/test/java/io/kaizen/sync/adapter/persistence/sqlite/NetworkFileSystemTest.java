package io.kaizen.sync.adapter.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens a file on a network file system. No test can mount one, so a process of its own has another {@code network-file-systems.txt} in
 * front of ours, by which every file system is one.
 */
class NetworkFileSystemTest {

    private static final String LIST = "io/kaizen/sync/adapter/persistence/network-file-systems.txt";

    @TempDir
    private Path folder;

    @Test
    void b13_eachWayToOpenTheFileRefusesItUnlessTheUserAnswersForIt() throws Exception {
        Path file = folder.resolve("kaizen.db");

        List<String> told = open(file);

        assertThat(told).hasSize(5);
        assertThat(told.subList(0, 3))
                .allSatisfy(line -> assertThat(line)
                        .contains(file.toString(), "lies on a network file system (")
                        .contains("move it to a local disk", "set store.allow_network_fs = true"));
        assertThat(told.subList(3, 5)).containsExactly("open", "open");
    }

    private List<String> open(Path file) throws Exception {
        Path list = folder.resolve("classes").resolve(LIST);
        Files.createDirectories(list.getParent());
        Files.writeString(list, "*\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** Opens the file in each way, the last two by leave of the user, and says a line about each. */
    static final class Opening {

        private Opening() {}

        public static void main(String[] arguments) {
            Path file = Path.of(arguments[0]);
            attempt(() -> SqliteOutbox.open(file));
            attempt(() -> SqliteOutbox.builder(file).open());
            attempt(() -> SqliteStoredRows.open(file));
            attempt(() -> SqliteOutbox.builder(file).allowNetworkFileSystem().open());
            attempt(() -> SqliteStoredRows.open(file, true));
        }

        private static void attempt(Supplier<AutoCloseable> way) {
            try {
                way.get().close();
                System.out.println("open");
            } catch (OutboxStoreException told) {
                System.out.println(told.getMessage());
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
