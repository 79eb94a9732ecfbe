package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryConfigureCommandTest {

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path file;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        file = cli.home().resolve("config.toml");
    }

    @Test
    void addsAnExporterThatHasTakenMadeUpRows() throws Exception {
        cli.configFile("# mine\n[sync]\nteam_id = 'x' # stays\n");

        Run run = configure("--type", "file", "--path", "t.ndjson");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("added an exporter of type file to " + file);
        assertThat(file)
                .hasContent("# mine\n[sync]\nteam_id = 'x' # stays\n\n"
                        + "[[telemetry.exporters]]\ntype = \"file\"\npath = \"t.ndjson\"\n");
        assertThat(Files.readAllLines(cli.database().resolveSibling("t.ndjson")))
                .hasSize(2);
        assertThat(cli.run("telemetry", "test").out()).isEqualToIgnoringNewLines("file: ok");
    }

    @Test
    void saysWhatItDidInJson() {
        Run run = configure("--type", "dev", "--json");

        assertThat(run.json().toString())
                .isEqualTo("{\"added\":\"dev\",\"file\":\"" + file + "\",\"checked\":true,\"from_environment\":[]}");
    }

    @Test
    void whatDoesNotTakeTheEventIsNotAddedUnlessNobodyIsToLook() {
        Run refused = configure("--type", "file", "--path", "/proc/nowhere/t.ndjson");

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("cannot append to /proc/nowhere/t.ndjson", "nothing is added");
        assertThat(file).doesNotExist();

        assertThat(configure("--type", "file", "--path", "/proc/nowhere/t.ndjson", "--no-check")
                        .exit())
                .isZero();
        assertThat(file).exists();
    }

    @Test
    void whatIsThereAlreadyIsRefusedBeforeAnythingIsSent() throws Exception {
        configure("--type", "file");
        byte[] before = Files.readAllBytes(file);

        Run run = configure("--type", "file", "--path", "telemetry.ndjson");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(file + ":1: telemetry.exporters[0] goes to the same place already");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.readAllLines(cli.database().resolveSibling("telemetry.ndjson")))
                .hasSize(2);
    }

    @Test
    void aPlaceThatADisabledTableHoldsIsFreedByEnablingIt() {
        cli.configFile("[[telemetry.exporters]]\ntype = \"dev\"\nenabled = false\n");

        assertThat(configure("--type", "dev").err())
                .contains("goes to the same place already; it is disabled: set enabled = true there");
    }

    @Test
    void aBrokenFileIsNotTouched() throws Exception {
        cli.configFile("[sync\n");

        assertThat(configure("--type", "dev").exit()).isEqualTo(3);
        assertThat(file).hasContent("[sync\n");
    }

    @Test
    void whatIsMissingOrDoesNotBelongThereIsNamed() {
        assertMistake("missing --type: one of file, posthog, datadog, otlp, dev");
        assertMistake("unknown type 'syslog'; known are file, posthog, datadog, otlp, dev", "--type", "syslog");
        assertMistake("missing --endpoint; or set OTEL_EXPORTER_OTLP_ENDPOINT", "--type", "otlp");
        assertMistake("--site is not for an exporter of type dev", "--type", "dev", "--site", "datadoghq.eu");
        assertMistake(
                "give only one of --api-key, --api-key-file and --api-key-env",
                "--type",
                "datadog",
                "--api-key-file",
                "-",
                "--api-key-env",
                "X");
        assertMistake("--api-key-env NOT_THERE: there is nothing", "--type", "datadog", "--api-key-env", "NOT_THERE");
        assertMistake(
                "--api-key-file: /no/such/file cannot be read", "--type", "datadog", "--api-key-file", "/no/such/file");
        assertMistake(
                "telemetry configure: exporter.endpoint has no scheme; write the whole URL, for example"
                        + " https://ingest.example.com",
                "--type",
                "otlp",
                "--endpoint",
                "collector:4318");
        assertThat(file).doesNotExist();
    }

    @Test
    void theFirstExporterOfTheUserHidesThoseOfTheProjectAndItSaysSo() throws Exception {
        Path project = cli.database().resolveSibling("config.toml");
        Files.createDirectories(project.getParent());
        Files.writeString(project, "[[telemetry.exporters]]\ntype = \"file\"\n");

        assertThat(configure("--type", "dev").err()).contains("the exporters in " + project + " do not count any more");
        assertThat(configure("--type", "file").err()).doesNotContain("do not count any more");
    }

    private void assertMistake(String message, String... args) {
        Run run = configure(args);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("kaizen-sync: " + message);
    }

    private Run configure(String... args) {
        List<String> all = new ArrayList<>(List.of("telemetry", "configure", "--non-interactive"));
        all.addAll(List.of(args));
        return cli.run(all.toArray(String[]::new));
    }
}
