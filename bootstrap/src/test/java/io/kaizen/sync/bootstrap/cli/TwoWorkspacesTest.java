package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two folders whose paths make the same slug, {@code my-app/x} and {@code my/app-x}, and so the same database. */
class TwoWorkspacesTest {

    private static final String FACT = "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path first;
    private Path second;

    @BeforeEach
    void setUp() throws Exception {
        cli = new CliFixture(folder);
        Path real = folder.toRealPath();
        first = Files.createDirectories(real.resolve("my-app").resolve("x"));
        second = Files.createDirectories(real.resolve("my").resolve("app-x"));
        assertThat(run(first, "enqueue", "--kind", "workspace_facts").exit()).isZero();
    }

    @ParameterizedTest
    @Timeout(30) // "run" would wait for rows for ever
    @ValueSource(
            strings = {
                "run --once",
                "run",
                "enqueue --kind workspace_facts",
                "status",
                "verify",
                "dead-letters list",
                "telemetry push"
            })
    void b19_theOtherWorkspaceIsRefused(String command) throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            cli.config(server.endpoint(), "[[telemetry.exporters]]", "type = \"file\"");

            Run run = run(second, command.split(" "));

            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err())
                    .contains("is the outbox of the workspace " + first + " and not of " + second)
                    .contains("--workspace", "--db", "'kaizen-sync store adopt'");
            assertThat(server.requests()).isEmpty();
        }
        assertThat(run(first, "status", "--json").json().get("pending").asInt()).isEqualTo(1);
    }

    @Test
    void b19_aFileOfItsOwnIsAWayOut() {
        Run run = run(
                second,
                "enqueue",
                "--kind",
                "workspace_facts",
                "--db",
                folder.resolve("own.db").toString());

        assertThat(run.exit()).isZero();
    }

    @Test
    void b19_aWorkspaceThatWasMovedAdoptsItsDatabase() throws Exception {
        Files.delete(first);
        assertThat(run(second, "status").err()).contains(first + ", which is gone, and not of " + second);

        Run adopted = run(second, "store", "adopt");

        assertThat(adopted.exit()).isZero();
        assertThat(adopted.out()).contains("is the outbox of the workspace " + second + ", before of " + first);
        assertThat(adopted.err()).doesNotContain("is still there");
        assertThat(run(second, "status", "--json").json().get("pending").asInt())
                .isEqualTo(1);
        Files.createDirectories(first);
        assertThat(run(first, "status").exit()).isEqualTo(3);
    }

    @Test
    void b19_adoptTellsAProgramWhoseItWas() {
        Run adopted = run(second, "store", "adopt", "--json");

        assertThat(adopted.json().get("workspace").asText()).isEqualTo(second.toString());
        assertThat(adopted.json().get("previous_workspace").asText()).isEqualTo(first.toString());
        assertThat(adopted.err())
                .contains("the workspace " + first + " is still there")
                .contains("--db");
    }

    @Test
    void b19_adoptMakesNoDatabase() {
        Run adopted = cli.run("store", "adopt");

        assertThat(adopted.exit()).isEqualTo(6);
        assertThat(cli.database()).doesNotExist();
    }

    private Run run(Path workspace, String... args) {
        List<String> all = new ArrayList<>(List.of(
                "--workspace", workspace.toString(), "--home", cli.home().toString()));
        all.addAll(List.of(args));
        return cli.input(FACT).runBare(all.toArray(String[]::new));
    }
}
