package io.kaizen.sync.adapter.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NdjsonFileTest {

    private static final String LINE = "{\"kaizen_schema_version\":1,\"n\":1}\n";

    @TempDir
    private Path temporary;

    private Path folder;
    private Path path;
    private NdjsonFile file;

    @BeforeEach
    void placeTheFile() throws Exception {
        folder = temporary.toRealPath().resolve("home/projects/slug");
        path = folder.resolve("telemetry.ndjson");
        file = new NdjsonFile(path);
    }

    @Test
    void r2_whatRootMakesBelongsToTheOwnerOfTheFolder() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        try {
            Files.setAttribute(home, "unix:uid", 54_321);
        } catch (FileSystemException denied) {
            assumeTrue(false, "files cannot be given away here (it needs root): " + denied.getMessage());
        }

        append(LINE);

        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(54_321);
        assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(54_321);
    }

    @Test
    void f116_whatItCreatesIsPrivate() throws Exception {
        append(LINE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        for (Path created = folder; !created.equals(temporary.toRealPath()); created = created.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void linesAreAppendedToWhatIsThere() throws Exception {
        append(LINE);
        append(LINE);

        assertThat(path).hasContent(LINE + LINE);
    }

    @Test
    void f115_aLineThatACrashHasTornIsCutOff() throws Exception {
        for (int kept = 1; kept < LINE.length(); kept++) {
            contains(LINE + LINE.substring(0, kept));

            append(LINE);

            assertThat(path).as("torn after %d bytes", kept).hasContent(LINE + LINE);
        }
    }

    @Test
    void f115_aTornLineLongerThanOneBlockIsCutOffWhole() throws Exception {
        String torn = "{\"kaizen_schema_version\":1,\"n\":\"" + "x".repeat(20_000);
        contains(LINE + torn);

        append(LINE);

        assertThat(path).hasContent(LINE + LINE);
    }

    @Test
    void f115_aTornFirstLineLeavesNothingBehind() throws Exception {
        contains("{\"kaizen_sch");

        append(LINE);

        assertThat(path).hasContent(LINE);
    }

    @Test
    void anUnfinishedLineOfSomebodyElseIsKeptAndEnded() throws Exception {
        contains("note to self: " + "y".repeat(9_000));

        append(LINE);

        assertThat(path).hasContent("note to self: " + "y".repeat(9_000) + "\n" + LINE);
    }

    @Test
    void f115_aRotatedFileIsLeftAloneAndANewOneBegun() throws Exception {
        append(LINE);
        Path rotated = folder.resolve("telemetry.ndjson.1");
        Files.move(path, rotated);

        append(LINE);

        assertThat(rotated).hasContent(LINE);
        assertThat(path).hasContent(LINE);
    }

    @Test
    void f115_aDeletedFileAndFolderAreMadeAgain() throws Exception {
        append(LINE);
        Files.delete(path);
        Files.delete(folder);

        append(LINE);

        assertThat(path).hasContent(LINE);
    }

    @Test
    void f115_writersOfOneProcessDoNotMixTheirLines() throws Exception {
        int writers = 4;
        int linesEach = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String line = "{\"kaizen_schema_version\":1,\"w\":\""
                        + String.valueOf(writer).repeat(3_000) + "\"}\n";
                NdjsonFile own = new NdjsonFile(path);
                ends.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < linesEach; i++) {
                        own.append(line.getBytes(UTF_8));
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(writers * linesEach).allMatch(line -> line.endsWith("\"}"));
        IntStream.range(0, writers)
                .forEach(writer -> assertThat(lines)
                        .filteredOn(line ->
                                line.contains("\"" + String.valueOf(writer).repeat(3_000) + "\""))
                        .hasSize(linesEach));
    }

    @Test
    void f115_aLineWaitsWhileAnotherProcessHoldsTheFile() throws Exception {
        append(LINE);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");

            Future<?> appended = threads.submit(() -> {
                append(LINE);
                return null;
            });
            assertThatThrownBy(() -> appended.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            holder.outputWriter().append("write\n").flush();
            assertThat(holder.inputReader().readLine()).isEqualTo("wrote");
            holder.destroyForcibly().waitFor();
            appended.get();
        } finally {
            holder.destroyForcibly();
            threads.shutdownNow();
        }

        assertThat(path).hasContent(LINE + LINE);
    }

    @Test
    void f112_f115_aLineThatFitsOnlyInPartIsTakenBack() throws Exception {
        append(LINE);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process limited = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 1; exec \"$@\"",
                        "limited",
                        java,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongLineWriter.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(limited.inputReader().lines())
                .containsExactly("cannot append to " + path + ": only " + (1024 - LINE.length())
                        + " of 2000 bytes could be written; disk full?");
        assertThat(path).hasContent(LINE);
    }

    @Test
    void f116_aSymlinkThatHasTakenThePlaceOfTheFileIsNotFollowed() throws Exception {
        Files.createDirectories(folder);
        Path target = temporary.resolve("target");
        Files.writeString(target, "precious");
        Files.createSymbolicLink(path, target);

        assertThatThrownBy(() -> append(LINE)).hasMessage("cannot append to " + path + ": is a symlink");
        assertThat(target).hasContent("precious");
    }

    @Test
    void f116_aSymlinkThatHasTakenThePlaceOfAFolderIsNotFollowed() throws Exception {
        Files.createDirectories(folder.getParent());
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);

        assertThatThrownBy(() -> append(LINE))
                .hasMessage("cannot append to " + path + ": there is a symlink in its path");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void f116_aFolderInThePlaceOfTheFileIsNamed() throws Exception {
        Files.createDirectories(path);

        assertThatThrownBy(() -> append(LINE)).hasMessage("cannot append to " + path + ": is a folder");
    }

    @Test
    void f116_aPipeIsRefusedWithoutWaitingForItsReader() throws Exception {
        Files.createDirectories(folder);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> append(LINE)).hasMessage("cannot append to " + path + ": is not a regular file");
    }

    private void append(String line) throws IOException {
        file.append(line.getBytes(UTF_8));
    }

    private void contains(String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(path, text);
    }

    /** Another process: holds the lock until it is killed, and leaves a torn line of ours behind. */
    static final class LockHolder {

        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.APPEND);
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                System.in.read();
                channel.write(ByteBuffer.wrap("{\"kaizen_schema".getBytes(UTF_8)));
                System.out.println("wrote");
                System.in.read(new byte[100]);
                System.in.read();
            }
        }
    }

    /** Another process, whose files may not grow beyond 1024 bytes. */
    static final class LongLineWriter {

        private LongLineWriter() {}

        public static void main(String[] arguments) {
            try {
                new NdjsonFile(Path.of(arguments[0])).append(("x".repeat(1_999) + "\n").getBytes(UTF_8));
            } catch (IOException expected) {
                System.out.println(expected.getMessage());
            }
        }
    }
}
