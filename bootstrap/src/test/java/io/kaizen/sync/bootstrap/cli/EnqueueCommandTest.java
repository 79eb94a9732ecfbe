package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnqueueCommandTest {

    private static final String FACT = "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}";
    private static final String BAD_FACT = "{\"skill_slugs\":[\"a\"]}";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void putsTheRowsOfAFileIntoTheOutbox() {
        Path file = cli.file("facts.ndjson", FACT + "\r\n\r\n" + FACT + "\n");

        Run run = cli.run("enqueue", "--kind", "workspace_facts", file.toString());

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("enqueued 2 workspace_facts");
        assertThat(pending("workspace_facts")).isEqualTo(2);
    }

    @Test
    void r4_anArgumentThatBeginsWithAnAtSignIsTakenAsItIs() {
        Path words = cli.file("owner.txt", "mallory");
        cli.input(FACT);
        cli.run("enqueue", "--kind", "workspace_facts", "--owner", "@" + words);

        cli.run("enqueue", "--kind", "workspace_facts", "--owner", "mallory", "--replace");
        assertThat(pending("workspace_facts")).isEqualTo(2);

        cli.run("enqueue", "--kind", "workspace_facts", "--owner", "@" + words, "--replace");
        assertThat(pending("workspace_facts")).isEqualTo(2);
    }

    @Test
    void r7_aFileFromWindowsIsReadWithItsMarkItsLineEndsAndWithoutALastOne() {
        Path file = cli.file("windows.ndjson", "\uFEFF" + FACT + "\r\n" + FACT);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(pending("workspace_facts")).isEqualTo(2);
    }

    @Test
    void readsStandardInputWhereNoFileIsNamed() {
        cli.input(FACT);

        assertThat(cli.run("enqueue", "--kind", "workspace_facts").exit()).isZero();
        assertThat(cli.run("enqueue", "--kind", "workspace_facts", "-").exit()).isZero();
        assertThat(pending("workspace_facts")).isEqualTo(2);
    }

    @Test
    void aBadLineIsNamedAndNothingIsEnqueued() {
        cli.input(FACT + "\n\n" + BAD_FACT + "\n" + FACT);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("line 3: rule_slugs").contains("nothing is enqueued");
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("usage");
        assertThat(pending("workspace_facts")).isZero();
    }

    @Test
    void badLinesAreLeftOutWhereThatIsAskedFor() {
        cli.input(FACT + "\n" + BAD_FACT + "\n\n" + BAD_FACT + "\n" + FACT);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", "--skip-invalid", "--json");

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out()).isEqualToIgnoringNewLines("{\"enqueued\":2,\"skipped\":2,\"sampled_out\":0}");
        assertThat(run.err()).contains("skipped line 2: rule_slugs").contains("skipped line 4: rule_slugs");
        assertThat(pending("workspace_facts")).isEqualTo(2);
    }

    @Test
    void f130_takesNoMoreThanMayWaitAndSaysToTryLater() {
        cli.input(FACT + "\n" + FACT + "\n" + FACT);

        Run run = cli.run("--set", "sync.max_pending_rows=2", "enqueue", "--kind", "workspace_facts", "--json");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("store");
        assertThat(run.json().at("/error/message").asText())
                .startsWith("nothing was enqueued")
                .contains("sync.max_pending_rows = 2");
        assertThat(cli.run("--set", "sync.max_pending_bytes=1000", "enqueue", "--kind", "workspace_facts")
                        .exit())
                .isZero();
    }

    @Test
    void replacesPendingRowsOfOneOwner() {
        cli.input(FACT + "\n" + FACT);
        cli.run("enqueue", "--kind", "workspace_facts", "--owner", "ann");
        cli.run("enqueue", "--kind", "workspace_facts", "--owner", "bob");
        cli.input(FACT);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", "--owner", "ann", "--replace");

        assertThat(run.exit()).isZero();
        assertThat(pending("workspace_facts")).isEqualTo(3);
    }

    @Test
    void replacingNeedsAnOwner() {
        cli.input(FACT);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", "--replace");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--replace needs --owner");
    }

    @Test
    void refusesAKindThatNobodyKnows() {
        Run run = cli.input(FACT).run("enqueue", "--kind", "facts");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("unknown kind 'facts'").contains("workspace_facts");
    }

    @Test
    void leavesEventsOutBySampleRate() {
        cli.input("{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":1,\"agent\":\"a\",\"model\":\"m\","
                + "\"kind\":\"cost\",\"source\":\"hook\",\"payload\":null}");

        Run run = cli.run("--set", "sync.sample_rate=0", "enqueue", "--kind", "events", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("{\"enqueued\":0,\"skipped\":0,\"sampled_out\":1}");
    }

    @Test
    void saysWhichFileIsMissingOrAFolder() {
        Run missing = cli.run("enqueue", "--kind", "events", "nowhere.ndjson");
        Run directory = cli.run("enqueue", "--kind", "events", cli.home().toString());

        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no file nowhere.ndjson");
        assertThat(directory.exit()).isEqualTo(2);
        assertThat(directory.err()).contains("is a folder");
    }

    private int pending(String kind) {
        return cli.run("status", "--json")
                .json()
                .at("/by_kind/" + kind + "/pending")
                .asInt();
    }

    @Test
    void b9_anArgumentWithAnAtSignIsWhatItSays() throws IOException {
        Path file = Files.writeString(folder.resolve("team"), "--db\n" + folder.resolve("other.db") + "\n");
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}");

        Run owner = cli.run("enqueue", "--kind", "workspace_facts", "--owner", "@" + file);
        Run rows = cli.run("enqueue", "--kind", "workspace_facts", "@" + file);

        assertThat(owner.exit()).isZero();
        assertThat(folder.resolve("other.db")).doesNotExist();
        assertThat(rows.err()).contains("there is no file @" + file);
        assertThat(rows.exit()).isEqualTo(2);
    }
}
