package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Token and salt appear nowhere but in the file that the user wrote. */
class SecretsTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
    }

    @Test
    void neitherOutputNorFilesHoldASecretEvenWhereTheServerEchoesIt() throws IOException {
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
                assertHoldsNoSecret(String.join(" ", command), run.out() + run.err());
            }
        }
        assertThat(filesOfOurs()).isNotEmpty();
        for (Path file : filesOfOurs()) {
            assertHoldsNoSecret(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
        }
    }

    private List<Path> filesOfOurs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("config.toml"))
                    .toList();
        }
    }

    private static void assertHoldsNoSecret(String where, String content) {
        for (String secret : List.of(CliFixture.TOKEN, CliFixture.SALT)) {
            assertThat(content)
                    .as(where)
                    .doesNotContain(secret)
                    .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
        }
    }
}
