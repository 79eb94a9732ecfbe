package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryPrintTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void showsWhatCountsAndWhereItComesFrom() {
        cli.configFile("""
                [telemetry]
                fail_open = false
                [[telemetry.exporters]]
                type = "file"
                [[telemetry.exporters]]
                type = "dev"
                enabled = false
                [[telemetry.exporters]]
                type = "file"
                path = "b.ndjson"
                [[telemetry.exporters]]
                type = "posthog"
                """);

        Run run = cli.run("telemetry", "print-effective-config");

        Path file = cli.home().resolve("config.toml");
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "[sync]",
                        "exporter_timeout_ms = 30000  # default",
                        "",
                        "[telemetry]",
                        "fail_open = false  # " + file + ":2",
                        "",
                        "[[telemetry.exporters]]  # file",
                        "type = \"file\"  # " + file + ":4",
                        "enabled = true  # default",
                        "# path is not set",
                        "",
                        "[[telemetry.exporters]]  # does not run",
                        "type = \"dev\"  # " + file + ":6",
                        "enabled = false  # " + file + ":7",
                        "",
                        "[[telemetry.exporters]]  # file-2",
                        "type = \"file\"  # " + file + ":9",
                        "enabled = true  # default",
                        "path = \"b.ndjson\"  # " + file + ":10",
                        "",
                        "[[telemetry.exporters]]  # skipped: it has no project_api_key; set it there, or POSTHOG_API_KEY",
                        "type = \"posthog\"  # " + file + ":12",
                        "enabled = true  # default",
                        "host = \"https://us.i.posthog.com\"  # default",
                        "# project_api_key is not set",
                        "");
    }

    @Test
    void secretsAreMaskedAndTheEnvironmentCounts() {
        String secret = "canary-key-31c";
        cli.env("KAIZEN_DD_API_KEY", secret).env("DD_SITE", "datadoghq.eu").env("POSTHOG_API_KEY", secret + "2");
        cli.configFile("[[telemetry.exporters]]\ntype = \"datadog\"\n[[telemetry.exporters]]\ntype = \"posthog\"\n");

        Run text = cli.run("telemetry", "print-effective-config");
        Run json = cli.run("telemetry", "print-effective-config", "--json");

        assertThat(text.out() + text.err() + json.out() + json.err()).doesNotContain(secret);
        assertThat(text.out().lines())
                .contains("site = \"datadoghq.eu\"  # DD_SITE", "api_key = \"***\"  # KAIZEN_DD_API_KEY");
        assertThat(json.json().at("/exporters/0/api_key").toString())
                .isEqualTo("{\"value\":\"***\",\"origin\":\"KAIZEN_DD_API_KEY\"}");
        assertThat(json.json().at("/exporters/1/project_api_key/value").asText())
                .isEqualTo("***");
        assertThat(json.json().at("/exporters/1/host/value").asText()).isEqualTo("https://us.i.posthog.com");
    }

    @Test
    void theTextIsToml() throws Exception {
        cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\npath = \"a \\\"b\\\".ndjson\"\n");

        JsonNode read = new TomlMapper()
                .readTree(cli.run("telemetry", "print-effective-config").out());

        assertThat(read.at("/telemetry/exporters/0/path").asText()).isEqualTo("a \"b\".ndjson");
        assertThat(read.at("/sync/exporter_timeout_ms").asInt()).isEqualTo(30_000);
    }

    @Test
    void jsonNamesTheExportersThatRunAndTheOriginOfEachValue() {
        Path file = cli.home().resolve("config.toml");
        cli.configFile("[[telemetry.exporters]]\ntype = \"dev\"\n[[telemetry.exporters]]\ntype = \"posthog\"\n");

        JsonNode config =
                cli.run("telemetry", "print-effective-config", "--json").json();

        assertThat(config.toString())
                .isEqualTo("{\"exporter_timeout_ms\":{\"value\":30000,\"origin\":\"default\"},"
                        + "\"fail_open\":{\"value\":true,\"origin\":\"default\"},\"exporters\":["
                        + "{\"name\":\"dev\",\"type\":{\"value\":\"dev\",\"origin\":\"" + file + ":2\"},"
                        + "\"enabled\":{\"value\":true,\"origin\":\"default\"},\"skipped\":null},"
                        + "{\"name\":null,\"type\":{\"value\":\"posthog\",\"origin\":\"" + file + ":4\"},"
                        + "\"enabled\":{\"value\":true,\"origin\":\"default\"},"
                        + "\"host\":{\"value\":\"https://us.i.posthog.com\",\"origin\":\"default\"},"
                        + "\"project_api_key\":{\"value\":null,\"origin\":\"default\"},\"skipped\":"
                        + "\"it has no project_api_key; set it there, or POSTHOG_API_KEY\"}]}");
    }

    @Test
    void withoutExportersItSaysSo() {
        assertThat(cli.run("telemetry", "print-effective-config").out())
                .contains("# no exporter is configured; 'kaizen-sync telemetry configure' adds one");
    }

    @Test
    void theSchemaIsPrintedForPeopleAndForPrograms() throws Exception {
        Run text = cli.run("telemetry", "print-schema");
        Run json = cli.run("telemetry", "print-schema", "--json");

        assertThat(json.out().lines()).hasSize(1);
        assertThat(text.out().lines()).hasSizeGreaterThan(100);
        assertThat(new ObjectMapper().readTree(text.out())).isEqualTo(json.json());
        assertThat(json.json().get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(json.json().get("$defs").fieldNames())
                .toIterable()
                .containsExactly(
                        "event", "tool_span", "repo_snapshot_chunk", "workspace_fact_snapshot", "envelope", "identity");
    }
}
