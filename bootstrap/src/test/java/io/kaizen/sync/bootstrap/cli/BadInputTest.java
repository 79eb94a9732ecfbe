package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is told on one line, with the contract's exit code, without a stack trace, a secret or a loss. */
class BadInputTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        assertThat(cli.input(FACT).run("enqueue", "--kind", "workspace_facts").exit())
                .isZero();
    }

    @AfterEach
    void theRowIsStillThere() {
        cli.configFile("");
        assertThat(cli.run("status", "--json").json().get("pending").asInt()).isEqualTo(1);
    }

    @Test
    void brokenToml() {
        cli.configFile("[sync]\nendpoint = \"http://127.0.0.1:1\nteam_id = 7");

        assertConfigError(runOnce(), "config.toml", "2");
    }

    @Test
    void missingSalt() {
        cli.config("http://127.0.0.1:1", "");

        assertConfigError(runOnce("--set", "sync.team_salt_hex="), "team_salt_hex");
    }

    @Test
    void shortSalt() {
        cli.configFile("[sync]\nteam_salt_hex = \"ca9a27\"\n");

        assertConfigError(runOnce(), "config.toml", "2", "team_salt_hex", "64");
    }

    @Test
    void endpointWithoutScheme() {
        cli.config("127.0.0.1:9999");

        assertConfigError(runOnce(), "config.toml", "2", "endpoint", "http");
    }

    @Test
    void f119_tokenWithALineEnd() {
        cli.config("http://127.0.0.1:1");

        assertConfigError(
                runOnce("--set", "sync.team_token=" + CliFixture.TOKEN + "\nX-Evil: 1"), "--set", "team_token");
    }

    @Test
    void plainHttpToAForeignHost() {
        cli.config("http://ingest.example.com");

        assertConfigError(runOnce(), "endpoint", "allow_insecure");
    }

    @Test
    void valueOutOfRange() {
        cli.config("http://127.0.0.1:1", "sample_rate = 1.5");

        assertConfigError(runOnce(), "sample_rate", "0", "1");
    }

    @Test
    void homeInsideTheWorkspace() {
        Run run = cli.runBare(
                "status", "--workspace", folder.toString(), "--home", cli.home().toString());

        assertConfigError(run, "home", "inside");
    }

    @Test
    void fileThatIsNoDatabase() throws IOException {
        cli.config("http://127.0.0.1:1");
        Path file = cli.file("notes.txt", "these are notes, and no database at all. ".repeat(100));
        byte[] before = Files.readAllBytes(file);

        assertStoreError(runOnce("--db", file.toString()), "notes.txt");
        assertStoreError(cli.run("status", "--db", file.toString()), "notes.txt");
        assertStoreError(cli.run("verify", "--db", file.toString()), "notes.txt");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void k6_aDatabaseThatIsALinkIntoTheWorkspaceIsNotOpened() throws IOException {
        Path target = cli.workspace().toRealPath().resolve("target.db");
        Path own = cli.database().resolveSibling("own.db");
        Files.move(cli.database(), own);
        Files.createSymbolicLink(cli.database(), Files.createFile(target));

        cli.config("http://127.0.0.1:1", "[[telemetry.exporters]]", "type = \"file\"");
        for (Run run : List.of(
                runOnce(),
                cli.run("status"),
                cli.run("verify"),
                cli.input(FACT).run("enqueue", "--kind", "workspace_facts"),
                cli.run("telemetry", "push"),
                cli.run("status", "--db", cli.database().toString()))) {
            assertStoreError(run, "is a link into the workspace, to " + target);
        }
        assertThat(target).isEmptyFile();
        try (var files = Files.list(cli.workspace())) {
            assertThat(files).containsExactly(cli.workspace().resolve("target.db"));
        }
        Files.delete(cli.database());
        Files.move(own, cli.database());
    }

    @Test
    void folderWhereTheDatabaseShouldBe() {
        cli.config("http://127.0.0.1:1");

        assertStoreError(
                runOnce("--db", cli.workspace().toString()), cli.workspace().toString());
    }

    @Test
    void damagedDatabase() throws IOException {
        cli.config("http://127.0.0.1:1");
        Path copy = cli.workspace().resolve("damaged.db");
        try (var sample = BadInputTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, copy);
        }
        byte[] bytes = Files.readAllBytes(copy);
        for (int page = 1; page < bytes.length / 4096; page++) {
            java.util.Arrays.fill(bytes, page * 4096, page * 4096 + 64, (byte) 0x5a);
        }
        Files.write(copy, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        assertStoreError(runOnce("--db", copy.toString()), "damaged.db");
    }

    @Test
    void malformedRowsStopTheirKindAloneWhereTheyAreToStopIt() throws IOException {
        cli.config("http://127.0.0.1:1", "on_poison = \"stop\"");
        Path copy = cli.workspace().resolve("kaizen.db");
        try (var sample = BadInputTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, copy);
        }
        Outboxes.execute(
                copy, "UPDATE sync_outbox SET payload = '{\"id\": 1}' WHERE kind = 'session_feedback' AND sent = 0");

        Run run = runOnce("--db", copy.toString(), "--json");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.json().get("stops").toString())
                .contains("\"reason\":\"malformed\"", "\"kind\":\"session_feedback\"", "row ", "id: not a string")
                .contains("\"reason\":\"unreachable\"");
        assertNoTrace(run);
    }

    private Run runOnce(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "run";
        args[1] = "--once";
        System.arraycopy(options, 0, args, 2, options.length);
        return cli.run(args);
    }

    private static void assertConfigError(Run run, String... words) {
        assertThat(run.exit()).as(run.err()).isEqualTo(3);
        assertOneLine(run, words);
    }

    private static void assertStoreError(Run run, String... words) {
        assertThat(run.exit()).as(run.err()).isEqualTo(6);
        assertNoTrace(run);
        assertThat(run.out() + run.err()).contains(words);
    }

    private static void assertOneLine(Run run, String... words) {
        assertThat(run.out()).isEmpty();
        List<String> lines = run.err().lines().toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("kaizen-sync: ").contains(words);
        assertNoTrace(run);
    }

    private static void assertNoTrace(Run run) {
        assertThat(run.out() + run.err())
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain(CliFixture.TOKEN)
                .doesNotContain(CliFixture.SALT);
    }
}
