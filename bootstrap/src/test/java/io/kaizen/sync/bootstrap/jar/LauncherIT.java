package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, as the build has left it and as it comes out of the tar.gz. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
    }

    @Test
    void runsTheProgramFromTheFolderThatTheBuildLeaves() throws Exception {
        Run run = run(built(), Map.of(), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("workspace_facts        1");
        assertThat(run.exit()).isZero();
    }

    @Test
    void passesOnTheExitCodeAndEachArgumentAsItIs() throws Exception {
        Run run = run(built(), Map.of(), "stats are not status", "*");

        assertThat(run.err()).contains("unknown command 'stats are not status'");
        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void runsFromAnyPlaceThroughAnyLink() throws Exception {
        Path launcher = unpack(Files.createDirectories(folder.resolve("a place of its own")));
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("bin of mine")).resolve("relative"), Path.of("../absolute"));

        for (Path way : List.of(launcher, absolute, relative)) {
            Run run = run(way, Map.of(), "status");

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("workspace_facts        1");
        }
    }

    /** A tenth of the classes is made at run time, or too old to be in an archive. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void takesTheClassesFromTheArchiveAlsoInAnotherPlace() throws Exception {
        for (Path launcher : List.of(built(), unpack(folder))) {
            Run run = run(launcher, Map.of("KAIZEN_SYNC_JAVA_OPTS", "-Xlog:class+load:stdout"), "status");

            long ours = run.out()
                    .lines()
                    .filter(line -> line.contains(" io.kaizen."))
                    .count();
            long archived = run.out()
                    .lines()
                    .filter(line -> line.contains(" io.kaizen.") && line.contains("shared objects file"))
                    .count();
            assertThat(ours).isGreaterThan(50);
            assertThat(archived).isGreaterThan(ours * 9 / 10);
        }
    }

    @Test
    void startsSilentlyWithoutItsArchive() throws Exception {
        Path launcher = unpack(folder);
        Files.delete(archiveOf(launcher));

        Run run = run(launcher, Map.of("KAIZEN_SYNC_CACHE", "/dev/null/nowhere"), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("workspace_facts        1");
    }

    @Test
    void startsSilentlyWithAnArchiveThatIsNone() throws Exception {
        Path launcher = unpack(folder);
        Files.delete(archiveOf(launcher));
        Files.writeString(archiveOf(launcher), "not an archive\n".repeat(10_000));

        Run run = run(launcher, Map.of(), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("workspace_facts        1");
    }

    /** Java believes most of these to be whole, and then dies of them. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.25, 0.5, 0.999})
    void startsSilentlyWithAnArchiveThatIsCutOff(double part) throws Exception {
        Path launcher = unpack(folder);
        cutOff(archiveOf(launcher), part);

        Run run = run(launcher, Map.of("KAIZEN_SYNC_CACHE", "/dev/null/nowhere"), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("workspace_facts        1");
        assertThat(run.exit()).isZero();
    }

    @Test
    void startsSilentlyWithAnArchiveOfUnknownLength() throws Exception {
        Path launcher = unpack(folder);
        cutOff(archiveOf(launcher), 0.5);
        Files.delete(archiveOf(launcher).resolveSibling(archiveOf(launcher).getFileName() + ".size"));

        Run run = run(launcher, Map.of("KAIZEN_SYNC_CACHE", "/dev/null/nowhere"), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
    }

    /** As if by a Java that did not build the program. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void aNewerJavaMakesAnArchiveOfItsOwnInAPrivateFolder() throws Exception {
        Path launcher = unpack(folder);
        Files.delete(archiveOf(launcher));
        Path cache = folder.resolve("cache");

        for (int i = 0; i < 2; i++) {
            Run run = run(launcher, Map.of("KAIZEN_SYNC_CACHE", cache.toString()), "status");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).startsWith("outbox");
        }

        assertThat(cache).isNotEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
    }

    @Test
    void takesOptionsForJavaAndAnotherCollector() throws Exception {
        Run run =
                run(built(), Map.of("KAIZEN_SYNC_JAVA_OPTS", "-XX:+UseParallelGC  -Xlog:gc*:stdout -Xmx77m"), "status");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Using Parallel").contains("workspace_facts        1");
    }

    @Test
    void saysWhereItHasLookedForJava() throws Exception {
        Run run = run(built(), Map.of("JAVA_HOME", "/no/such/java"), "status");

        assertThat(run.err()).startsWith("kaizen-sync: there is no Java in JAVA_HOME, /no/such/java");
        assertThat(run.out()).isEmpty();
        assertThat(run.exit()).isEqualTo(3);
    }

    /** Java itself writes to descriptors 1 and 2, and not every system has a /proc in which the program could look for what is closed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void b2_javaNeverStartsWithAClosedDescriptor() throws Exception {
        Path home = Files.createDirectories(folder.resolve("java"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path report = folder.resolve("descriptors.txt");
        Path java = Files.writeString(
                Files.createDirectory(home.resolve("bin")).resolve("java"),
                "#!/bin/sh\n(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 >'" + report + "')\nexit 0\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path shell = Files.writeString(folder.resolve("closed.sh"), "exec '" + built() + "' \"$@\" <&- >&- 2>&-\n");

        ProcessBuilder builder = new ProcessBuilder("sh", shell.toString(), "status");
        builder.environment().put("JAVA_HOME", home.toString());
        Process process = builder.start();

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(report).hasContent("/dev/null\n/dev/null\n/dev/null");
    }

    /** What a process has left behind. */
    private record Run(int exit, String out, String err) {}

    private Run run(Path launcher, Map<String, String> env, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(cli.arguments(command));
        Path out = Files.createTempFile(folder, "stdout-", ".txt");
        Path err = Files.createTempFile(folder, "stderr-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_HOME", JAVA_HOME));
        environment.putAll(env);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path archiveOf(Path launcher) {
        return launcher.getParent()
                .resolveSibling("lib")
                .resolve("java-" + System.getProperty("java.version") + ".jsa");
    }

    private static void cutOff(Path archive, double part) throws IOException {
        // Whoever unpacks the program may write into it, though not into an archive as Java leaves it.
        assertThat(archive.toFile().setWritable(true)).isTrue();
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate((long) (channel.size() * part));
        }
    }

    private static Path built() {
        return Path.of(System.getProperty("kaizen.sync.launcher"));
    }

    private static Path unpack(Path to) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "xzf", System.getProperty("kaizen.sync.tarball"), "-C", to.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return to.resolve("kaizen-sync/bin/kaizen-sync");
    }
}
