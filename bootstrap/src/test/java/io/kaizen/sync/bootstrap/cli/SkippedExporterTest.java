package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of exporters that are configured and do not run. */
class SkippedExporterTest {

    private static final String KEYLESS = "[[telemetry.exporters]]\ntype = \"posthog\"\n";
    private static final String DEV = "[[telemetry.exporters]]\ntype = \"dev\"\n";
    private static final String WHY = "posthog: skipped, it has no project_api_key; set it there, or POSTHOG_API_KEY";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        cli.config("http://127.0.0.1:1");
        cli.input("{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
    }

    @Test
    void pushNamesThemWhereNoneRuns() {
        cli.config("http://127.0.0.1:1", KEYLESS);

        Run run = cli.run("telemetry", "push", "--json");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.json().at("/error/message").asText())
                .isEqualTo("no exporter can run; " + WHY + " (telemetry.exporters[0])");
    }

    @Test
    void pushNamesThemBesideThoseThatRunAndEndsAsTestDoes() {
        cli.config("http://127.0.0.1:1", DEV + KEYLESS);

        Run text = cli.run("telemetry", "push");
        Run json = cli.run("telemetry", "push", "--dry-run", "--json");

        assertThat(text.exit())
                .isEqualTo(5)
                .isEqualTo(cli.run("telemetry", "test").exit());
        assertThat(text.out().lines()).contains("dev took 1 row in 1 batch", WHY + " (telemetry.exporters[1])");
        assertThat(json.json().at("/skipped/0/name").asText()).isEqualTo("posthog");
        assertThat(json.json().at("/skipped/0/reason").asText()).startsWith("skipped, it has no project_api_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "push"})
    void disabledOnesAreCounted(String command) {
        cli.config("http://127.0.0.1:1", DEV + "enabled = false\n" + KEYLESS + "enabled = false\n");

        Run run = cli.run("telemetry", command);

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("2 exporters are configured, and disabled; 'enabled = true' in its table");
    }

    @Test
    void onlyCommandsThatExportWarnOfThem() {
        cli.config("http://127.0.0.1:1", KEYLESS + "hots = \"a typo\"\n");
        String warning = "(posthog) is skipped: ";

        assertThat(cli.run("status").err()).contains("unknown key").doesNotContain(warning);
        assertThat(cli.run("dead-letters", "list").err()).doesNotContain(warning);
        assertThat(cli.run("verify").err()).doesNotContain(warning);
        assertThat(cli.input("").run("enqueue", "--kind", "events").err()).doesNotContain(warning);
        assertThat(cli.run("telemetry", "test").err()).contains(warning);
        assertThat(cli.run("config", "show").err()).contains(warning);
    }
}
