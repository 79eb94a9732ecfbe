package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.SecretForms;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Token and salt are nowhere but in the file that the user wrote, and what rows say is nowhere but in the database. */
class SecretsIT {

    private static final Set<String> FORMS = SecretForms.ofTokenAndSalt();
    private static final String PAYLOAD_CANARY = "canary-prompt-77ab";
    private static final String[] EXPORTERS = {
        "[[telemetry.exporters]]", "type = \"file\"", "[[telemetry.exporters]]", "type = \"dev\""
    };

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueRows() {
        cli = new CliFixture(folder);
        String feedback = "{\"id\":\"1\",\"session_id\":\"s\",\"created_at_ms\":1,\"note\":\"" + PAYLOAD_CANARY + "\"}";
        assertThat(cli.input(feedback)
                        .run("enqueue", "--kind", "session_feedback")
                        .exit())
                .isZero();
        String eval = "{\"id\":\"1\",\"session_id\":\"s\",\"judge_model\":\"m\",\"rubric_id\":\"r\",\"score\":1,"
                + "\"rationale\":\"" + PAYLOAD_CANARY + "\",\"flagged\":false,\"created_at_ms\":1}";
        assertThat(cli.input(eval).run("enqueue", "--kind", "session_evals").exit())
                .isZero();
    }

    @Test
    void f121_f124_f131_aFlushThatIsKilledInFlightLeavesNoSecretBehind() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start().reply(Reply.stallAfter(""))) {
            cli.config(server.endpoint(), EXPORTERS);
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run", "-v"))) {
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> !server.requests().isEmpty());

                // The canaries that are looked for did travel, in the one header and the body that they belong to.
                assertThat(server.requests().get(0).header("Authorization")).contains("Bearer " + CliFixture.TOKEN);
                assertThat(SecretForms.in(run.commandLineAndEnvironment(), FORMS))
                        .isEmpty();
                run.kill();
                assertSaysNothing("run", run);
            }
        }
        assertFilesHoldNothing();
    }

    @Test
    void f121_f131_noCommandSaysASecretWhateverTheServerEchoes() throws Exception {
        String words = "bad token " + CliFixture.TOKEN + " for " + PAYLOAD_CANARY;
        Answer unauthorized = Answer.of(401).withBody("{\"error\":\"" + words + "\"}");
        Answer redirect = Answer.of(307).withHeader("Location", "http://x.example/?token=" + CliFixture.TOKEN);
        Answer unwell = Answer.of(503).withBody(CliFixture.TOKEN);
        Answer refused = Answer.of(403).withBody("Authorization: Bearer " + CliFixture.TOKEN);
        try (ScriptedIngest server =
                ScriptedIngest.start().reply(unauthorized, redirect, unwell, unwell, unwell, refused)) {
            cli.config(server.endpoint(), EXPORTERS);
            for (List<String> command : List.of(
                    List.of("run", "--once", "-v"),
                    List.of("run", "--once", "--json"),
                    List.of("run", "--once"),
                    List.of("run", "--once", "-v", "--json"),
                    List.of("status", "--json"),
                    List.of("config", "show", "--json"))) {
                try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments(command.toArray(String[]::new)))) {
                    run.exitCode();
                    assertTokenIsNotIn(String.join(" ", command), run);
                }
            }
        }
        assertFilesHoldNothing();
    }

    @Test
    void f121_neitherBrokenConfigurationNorBrokenDatabaseMakesItTalk() throws Exception {
        cli.config("http://127.0.0.1:1", "oops = [");
        assertFails(3, "run", "--once", "-v");
        cli.config("http://127.0.0.1:1");
        Files.write(cli.database(), "no database at all".repeat(1000).getBytes(UTF_8));
        assertFails(6, "run", "--once", "-v");
        assertFails(6, "status", "-v");
    }

    private void assertFails(int exit, String... command) throws Exception {
        try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments(command))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(exit);
            assertSaysNothing(String.join(" ", command), run);
        }
    }

    private static void assertSaysNothing(String command, KaizenSyncJar run) {
        assertTokenIsNotIn(command, run);
        assertThat(run.out() + run.err()).as(command).doesNotContain(PAYLOAD_CANARY);
    }

    /** A server that repeats rows in its message is quoted: nobody can tell its words from the rows'. */
    private static void assertTokenIsNotIn(String command, KaizenSyncJar run) {
        assertThat(SecretForms.in((run.out() + run.err()).getBytes(UTF_8), FORMS))
                .as(command)
                .isEmpty();
    }

    private void assertFilesHoldNothing() throws IOException {
        try (Stream<Path> files = Files.walk(cli.home())) {
            List<Path> ours = files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("config.toml"))
                    .toList();
            assertThat(ours).contains(cli.database(), cli.database().resolveSibling("telemetry.ndjson"));
            // Whoever looks for secrets must be able to find them.
            assertThat(SecretForms.in(Files.readAllBytes(cli.home().resolve("config.toml")), FORMS))
                    .hasSizeGreaterThanOrEqualTo(2);
            for (Path file : ours) {
                byte[] content = Files.readAllBytes(file);
                assertThat(SecretForms.in(content, FORMS)).as(file.toString()).isEmpty();
                if (!file.getFileName().toString().startsWith("kaizen.db")) {
                    assertThat(SecretForms.in(content, Set.of(PAYLOAD_CANARY)))
                            .as(file.toString())
                            .isEmpty();
                }
            }
        }
    }
}
