package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.jar.ShellRun.Result;
import io.kaizen.sync.bootstrap.jar.ShellRun.Way;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archives of classes that are damaged in ways that Java itself does not notice. */
@EnabledOnOs(OS.LINUX)
class ClassArchiveIT {

    private static final int HOLE_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path cache;
    private Path workspace;

    @BeforeEach
    void makeAWorkspace() throws IOException {
        cli = new CliFixture(folder);
        cache = folder.resolve("cache");
        workspace = cli.workspace();
    }

    @Test
    void b5_anArchiveWithAHoleIsReplaced() throws Exception {
        Path archive = archiveOfANewerJava();
        FileTime whole = Files.getLastModifiedTime(archive);
        punch(archive);

        assertRuns();

        assertThat(archive).exists();
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(whole);
        assertRuns();
        assertThat(cache.resolve(archive.getFileName() + ".sound")).exists();
    }

    /** A crash leaves holes without changing any time. */
    @Test
    void b5_anArchiveIsLookedAtAgainAfterTheMachineWasStarted() throws Exception {
        Path archive = archiveOfANewerJava();
        assertRuns();
        FileTime whole = Files.getLastModifiedTime(archive);
        punch(archive);
        Files.setLastModifiedTime(archive, whole);
        Files.writeString(cache.resolve(archive.getFileName() + ".sound"), "another-boot " + archive + "\n");

        assertRuns();

        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(whole);
    }

    @Test
    void b5_anEmptyArchiveIsReplacedWithoutAWord() throws Exception {
        Path archive = archiveOfANewerJava();
        Files.write(archive, new byte[0]);

        assertRuns();

        assertThat(archive).isNotEmptyFile();
    }

    @Test
    void b5_aHoleInTheArchiveThatCameWithTheProgramDoesNotMatter() throws Exception {
        shell().script("tar xzf \"$TARBALL\" -C ..")
                .env("TARBALL", System.getProperty("kaizen.sync.tarball"))
                .run(Way.JAR, List.of());
        Path launcher = folder.resolve("kaizen-sync/bin/kaizen-sync");
        Path archive = folder.resolve("kaizen-sync/lib/java-" + System.getProperty("java.version") + ".jsa");
        assertThat(archive.toFile().setWritable(true)).isTrue();
        punch(archive);

        Result run = shell().run(List.of(launcher.toString()), cli.arguments("config", "show"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void b5_errorFilesOfJavaNeverLieInTheWorkspace() throws Exception {
        Result run = shell().script(
                        "ulimit -c 0; \"$@\" >url & until [ -s url ]; do :; done; kill -SEGV $!; wait $! 2>/dev/null; rm url")
                .run(Way.LAUNCHER, cli.arguments("ingest-server"));

        assertThat(run.out()).isEmpty();
        assertThat(workspace).isEmptyDirectory();
        assertThat(names(cache)).anyMatch(name -> name.startsWith("hs_err_pid"));
    }

    private Path archiveOfANewerJava() throws Exception {
        assumeTrue(ShellRun.newerJava().isPresent());
        assertRuns();
        String name = names(cache).stream()
                .filter(each -> each.endsWith(".jsa"))
                .findFirst()
                .orElseThrow();
        return cache.resolve(name);
    }

    private void assertRuns() throws Exception {
        Optional<Path> java = ShellRun.newerJava();
        Result run = shell().java(java.orElseThrow()).run(Way.LAUNCHER, cli.arguments("config", "show"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(workspace).isEmptyDirectory();
    }

    private ShellRun shell() {
        return new ShellRun(folder).in(workspace).env("KAIZEN_SYNC_CACHE", cache.toString());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void punch(Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(HOLE_BYTES), file.size() / 3);
        }
    }
}
