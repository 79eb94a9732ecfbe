package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Options for Java with which the jar starts in half the time: an archive of its classes, and one compiler. A test that is about what
 * Java does with the jar, memory or classes for instance, goes without.
 */
final class FastStart {

    private static final int DEAD_LETTERED = 7;
    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");

    private FastStart() {}

    /** The options, and {@code more} after them. */
    static List<String> options(String... more) {
        List<String> options = new ArrayList<>(QUICK);
        options.add("-XX:SharedArchiveFile=" + Archive.OF_A_FLUSH);
        options.addAll(List.of(more));
        return List.copyOf(options);
    }

    /** Made when first asked for, once for all tests of this process. */
    private static final class Archive {

        static final Path OF_A_FLUSH = ofAFlush();

        private static Path ofAFlush() {
            try {
                Path folder = Files.createTempDirectory("kaizen-sync-classes-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Path archive = folder.resolve("classes.jsa");
                List<String> options = new ArrayList<>(QUICK);
                options.add("-XX:ArchiveClassesAtExit=" + archive);
                try (ReferenceFlush flush = new ReferenceFlush(folder.resolve("training"));
                        KaizenSyncJar jar = KaizenSyncJar.start(
                                folder,
                                options,
                                flush.flushTo(flush.server().url().toString()))) {
                    assertThat(jar.exitCode()).as(jar.err()).isEqualTo(DEAD_LETTERED);
                }
                assertThat(archive).isNotEmptyFile();
                return archive;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the archive was made", stop);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
