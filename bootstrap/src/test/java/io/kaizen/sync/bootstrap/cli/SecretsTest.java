package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Token and salt appear nowhere but in the file that the user wrote. */
class SecretsTest {

    private static final Set<String> FORMS = SecretForms.ofTokenAndSalt();

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
    }

    @Test
    void f121_neitherOutputNorFilesHoldASecretEvenWhereTheServerEchoesIt() throws IOException {
        Answer echo = Answer.of(401).withBody("{\"error\":\"bad token " + CliFixture.TOKEN + "\"}");
        Answer redirect = Answer.of(302).withHeader("Location", "http://x.example/?token=" + CliFixture.TOKEN);
        Answer unwell = Answer.of(503).withBody("no " + CliFixture.TOKEN + " today");
        try (ScriptedIngest server = ScriptedIngest.start().reply(echo, redirect, unwell, unwell, unwell)) {
            cli.config(
                    server.endpoint(),
                    "[[telemetry.exporters]]\ntype = \"file\"\n[[telemetry.exporters]]\ntype = \"dev\"");
            for (String[] command : new String[][] {
                {"run", "--once", "-v"},
                {"run", "--once", "-v", "--json"},
                {"run", "--once", "-v"},
                {"status"},
                {"status", "--json"},
                {"config", "show"},
                {"config", "show", "--json"},
                {"verify", "-v"},
                {"run", "--once", "--set", "sync.team_salt_hex=" + CliFixture.SALT + "0"},
                {"run", "--once", "--set", "sync.team_token=" + CliFixture.TOKEN + "\u0007"}
            }) {
                Run run = cli.run(command);
                assertHoldsNoSecret(String.join(" ", command), (run.out() + run.err()).getBytes(UTF_8));
            }
        }
        assertThat(filesOfOurs()).isNotEmpty();
        for (Path file : filesOfOurs()) {
            assertHoldsNoSecret(file.toString(), Files.readAllBytes(file));
        }
    }

    private List<Path> filesOfOurs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("config.toml"))
                    .toList();
        }
    }

    private static void assertHoldsNoSecret(String where, byte[] content) {
        assertThat(SecretForms.in(content, FORMS)).as(where).isEmpty();
    }
}
