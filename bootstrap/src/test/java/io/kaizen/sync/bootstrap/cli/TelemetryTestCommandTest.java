package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTestCommandTest {

    private static final String DEV = "[[telemetry.exporters]]\ntype = \"dev\"\n";
    private static final String FILE = "[[telemetry.exporters]]\ntype = \"file\"\n";

    /** No folder can be made there, whoever asks. */
    private static final String UNWRITABLE = FILE + "path = \"/proc/nowhere/t.ndjson\"\n";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void eachExporterGetsAMadeUpEventAndAMadeUpSpanAndALineOfItsOwn() throws Exception {
        Run run =
                cli.configFile(FILE + DEV + FILE + "path = \"second.ndjson\"\n").run("telemetry", "test");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).containsExactly("file: ok", "dev: ok", "file-2: ok");
        assertThat(run.err()).contains("dev: events: 1 item", "dev: tool_spans: 1 item");
        List<String> lines = Files.readAllLines(projectFile("second.ndjson"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("\"batch_kind\":\"tool_spans\",\"item_count\":1");
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(line.at("/batch_kind").asText()).isEqualTo("events");
        assertThat(line.at("/item_count").asInt()).isEqualTo(1);
        assertThat(line.at("/kind_tally/lifecycle").asInt()).isEqualTo(1);
    }

    @Test
    void theMadeUpEventIsOfNoWorkspace() throws Exception {
        cli.configFile(FILE + "path = \"one.ndjson\"\n").run("telemetry", "test");
        CliFixture other = new CliFixture(folder.resolve("other"));
        other.configFile(FILE + "path = \"" + folder + "/two.ndjson\"\n").run("telemetry", "test");

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(projectFile("one.ndjson").toFile())
                        .at("/workspace_hash")
                        .asText())
                .startsWith("blake3:")
                .isEqualTo(json.readTree(folder.resolve("two.ndjson").toFile())
                        .at("/workspace_hash")
                        .asText());
    }

    @Test
    void neitherTheOutboxNorTheServerIsNeeded() {
        cli.config("http://127.0.0.1:1", DEV);

        assertThat(cli.run("telemetry", "test").exit()).isZero();
        assertThat(cli.database()).doesNotExist();
    }

    @Test
    void oneThatFailsIsNamedWithItsReasonAndTheOthersAreTriedAllTheSame() {
        Run run = cli.configFile(DEV + UNWRITABLE).run("telemetry", "test", "--json");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.json().at("/exporters/0").toString())
                .isEqualTo("{\"name\":\"dev\",\"ok\":true,\"reason\":null}");
        assertThat(run.json().at("/exporters/1/name").asText()).isEqualTo("file");
        assertThat(run.json().at("/exporters/1/ok").asBoolean()).isFalse();
        assertThat(run.json().at("/exporters/1/reason").asText())
                .isEqualTo("cannot append to /proc/nowhere/t.ndjson: the folder /proc/nowhere cannot be made");
    }

    @Test
    void oneThatLacksItsCredentialsIsNotOk() {
        cli.configFile(DEV + "[[telemetry.exporters]]\ntype = \"otlp\"\n");

        Run run = cli.run("telemetry", "test");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.out().lines())
                .containsExactly(
                        "dev: ok",
                        "otlp: skipped, it has no endpoint; set it there, or OTEL_EXPORTER_OTLP_ENDPOINT"
                                + " (telemetry.exporters[1])");
        assertThat(cli.run("telemetry", "test", "--exporter", "dev").exit()).isZero();
        assertThat(cli.run("telemetry", "test", "--exporter", "otlp").exit()).isEqualTo(5);
    }

    @Test
    void oneCanBeTriedAlone() throws Exception {
        Run run = cli.configFile(FILE + DEV).run("telemetry", "test", "--exporter", "dev");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).containsExactly("dev: ok");
        assertThat(projectFile("telemetry.ndjson")).doesNotExist();
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatThereAre() {
        Run run = cli.configFile(FILE + DEV).run("telemetry", "test", "--exporter", "fil\u001be");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("kaizen-sync: there is no exporter 'fil e'; there are file, dev");
        assertThat(projectFile("telemetry.ndjson")).doesNotExist();
    }

    @Test
    void whereNoneIsConfiguredItSaysSo() {
        Run run = cli.configFile("[[telemetry.exporters]]\ntype = \"none\"\n").run("telemetry", "test", "--json");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().at("/error/message").asText())
                .isEqualTo("no exporter is configured; 'kaizen-sync telemetry configure' adds one");
    }

    private Path projectFile(String name) {
        return cli.database().resolveSibling(name);
    }
}
