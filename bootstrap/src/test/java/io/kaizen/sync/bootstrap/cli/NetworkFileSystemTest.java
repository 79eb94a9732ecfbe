package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands whose outbox lies on a network file system. No test can mount one, so a process of its own has another
 * {@code network-file-systems.txt} in front of ours, by which every file system is one.
 */
class NetworkFileSystemTest {

    private static final String LIST = "io/kaizen/sync/adapter/persistence/network-file-systems.txt";

    @TempDir
    private Path folder;

    @Test
    void b13_commandsOpenTheOutboxThereOnlyWhereTheConfigurationSaysSo() throws Exception {
        List<String> told = runCommands();

        assertThat(told).hasSize(6);
        assertThat(told.subList(0, 3))
                .allSatisfy(line -> assertThat(line)
                        .startsWith("exit 6: ")
                        .contains(new CliFixture(folder).database().toString(), "lies on a network file system (")
                        .contains("set store.allow_network_fs = true"));
        assertThat(told.subList(3, 6)).allSatisfy(line -> assertThat(line).startsWith("exit 0: "));
    }

    private List<String> runCommands() throws Exception {
        Path list = folder.resolve("classes").resolve(LIST);
        Files.createDirectories(list.getParent());
        Files.writeString(list, "*\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                        Commands.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** Runs the commands without the key and then with it, and says a line about each. */
    static final class Commands {

        private static final String FILE_EXPORTER = "[[telemetry.exporters]]\ntype = \"file\"";

        private Commands() {}

        public static void main(String[] arguments) {
            CliFixture cli = new CliFixture(Path.of(arguments[0]));
            cli.input("{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}");
            cli.config("http://127.0.0.1:9", FILE_EXPORTER);
            runEach(cli);
            cli.config("http://127.0.0.1:9", FILE_EXPORTER, "[store]", "allow_network_fs = true");
            runEach(cli);
        }

        private static void runEach(CliFixture cli) {
            tell(cli.run("enqueue", "--kind", "workspace_facts"));
            tell(cli.run("status"));
            tell(cli.run("telemetry", "push"));
        }

        private static void tell(Run run) {
            System.out.println(
                    "exit " + run.exit() + ": " + run.err().strip().lines().toList());
        }
    }
}
