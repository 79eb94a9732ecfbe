package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTailCommandTest {

    private static final String BATCH =
            "{\"kaizen_schema_version\":1,\"batch_kind\":\"tool_spans\",\"item_count\":%d,\"emitted_at_ms\":1700000000000}";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void showsTheLastTenBatches() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 12; i++) {
            lines.append(String.format(Locale.ROOT, BATCH, i)).append('\n');
        }
        write(usual(), lines.toString());

        Run run = cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\n").run("telemetry", "tail", "--no-follow");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).hasSize(10).startsWith("2023-11-14T22:13:20Z  tool_spans: 3 items");
        assertThat(run.err()).isEmpty();
        assertThat(cli.run("telemetry", "tail", "--no-follow", "-n", "1").out().lines())
                .containsExactly("2023-11-14T22:13:20Z  tool_spans: 12 items");
        assertThat(cli.run("telemetry", "tail", "--no-follow", "-n", "0").out()).isEmpty();
    }

    @Test
    void showsWhatARealExporterHasWritten() {
        cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\npath = \"sub/t.ndjson\"\n")
                .run("telemetry", "test");

        Run run = cli.run("telemetry", "tail", "--no-follow");

        assertThat(run.out()).contains("events: 1 item, 1 session, lifecycle 1 [workspace]");
    }

    @Test
    void linesOfSeveralExportersBeginWithItsNameButNotInJson() throws Exception {
        String file = "[[telemetry.exporters]]\ntype = \"file\"\n";
        cli.configFile(file + file + file + "path = \"b.ndjson\"\n");
        write(usual(), String.format(Locale.ROOT, BATCH, 1) + "\n");
        write(usual().resolveSibling("b.ndjson"), String.format(Locale.ROOT, BATCH, 2) + "\n");

        assertThat(cli.run("telemetry", "tail", "--no-follow").out().lines())
                .containsExactly(
                        "file: 2023-11-14T22:13:20Z  tool_spans: 1 item",
                        "file-3: 2023-11-14T22:13:20Z  tool_spans: 2 items");
        assertThat(cli.run("telemetry", "tail", "--no-follow", "--json").out().lines())
                .containsExactly(String.format(Locale.ROOT, BATCH, 1), String.format(Locale.ROOT, BATCH, 2));
    }

    @Test
    void jsonIsPassedThroughAndWhatIsNoneIsToldAside() throws Exception {
        write(usual(), String.format(Locale.ROOT, BATCH, 1) + "\nnot\u001b[2J json\n\n{\"mine\": 1.0}\n{\"ha");

        Run run = cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\n")
                .run("telemetry", "tail", "--no-follow", "--json");

        assertThat(run.out().lines()).containsExactly(String.format(Locale.ROOT, BATCH, 1), "{\"mine\": 1.0}");
        assertThat(run.err().lines())
                .containsExactly(
                        "left out a line that is not a JSON object: not [2J json",
                        "left out a line that is not a JSON object: {\"ha");
    }

    @Test
    void withoutAFileThereIsNothingToShow() {
        Run run = cli.run("telemetry", "tail", "--no-follow");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "no exporter of type file is configured; looking at " + usual(),
                        "there is no " + usual() + " yet");
        assertThat(usual()).doesNotExist();
    }

    @Test
    void k9_anotherFileIsShownWhereOneIsNamed() throws Exception {
        write(cli.workspace().resolve("other.ndjson"), String.format(Locale.ROOT, BATCH, 7) + "\n");
        Path absolute = folder.toRealPath().resolve("elsewhere.ndjson");
        write(absolute, String.format(Locale.ROOT, BATCH, 8) + "\n");

        assertThat(cli.run("telemetry", "tail", "--no-follow", "--file", "other.ndjson")
                        .out()
                        .lines())
                .containsExactly("2023-11-14T22:13:20Z  tool_spans: 7 items");
        assertThat(cli.run("telemetry", "tail", "--no-follow", "--file", absolute.toString())
                        .out()
                        .lines())
                .containsExactly("2023-11-14T22:13:20Z  tool_spans: 8 items");
    }

    @Test
    void aCountBelowNoughtIsAMistake() {
        Run run = cli.run("telemetry", "tail", "-n", "-1");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("-n takes a number of lines, 0 or more, not -1");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Files.createDirectories(usual().getParent());
        Files.createDirectory(usual());

        Run run = cli.run("telemetry", "tail", "--json", "--no-follow");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().at("/error/message").asText()).contains("is a folder");
    }

    private Path usual() {
        return cli.database().resolveSibling("telemetry.ndjson");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
