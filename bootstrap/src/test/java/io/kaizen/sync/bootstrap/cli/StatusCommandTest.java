package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void anOutboxThatIsNotThereIsEmptyAndStaysAbsent() {
        Run run = cli.run("status", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .isEqualToIgnoringNewLines("{\"db\":\"" + cli.database() + "\",\"endpoint\":\"\",\"pending\":0,"
                        + "\"claimed\":0,\"sent\":0,\"dead_lettered\":0,\"pending_exact\":true,"
                        + "\"sent_exact\":true,\"by_kind\":{},\"last_success_ms\":null,"
                        + "\"consecutive_failures\":0,\"last_error\":null}");
        assertThat(cli.database()).doesNotExist();
    }

    @Test
    void countsRowsByKind() {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");

        assertThat(cli.run("status", "--json").json().get("by_kind").toString())
                .isEqualTo("{\"workspace_facts\":{\"pending\":1,\"claimed\":0,\"sent\":0,\"dead_lettered\":0}}");
    }

    @Test
    void saysWhenAFlushLastSucceededInMilliseconds() throws Exception {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        long before = System.currentTimeMillis();
        try (ScriptedIngest server = ScriptedIngest.start()) {
            cli.config(server.endpoint()).run("run", "--once");
        }

        assertThat(cli.run("status", "--json").json().get("last_success_ms").asLong())
                .isBetween(before, System.currentTimeMillis());
    }

    @Test
    void showsATableToPeople() {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");

        Run run = cli.run("status");

        assertThat(run.out().lines())
                .contains(
                        "outbox        " + cli.database(),
                        "endpoint      none; sync is off",
                        "last success  never",
                        "kind             pending  claimed  sent  dead",
                        "workspace_facts        1        0     0     0",
                        "all                    1        0     0     0");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void verifyFindsNothingInASoundDatabase() {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");

        Run run = cli.run("verify");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(cli.database() + " is sound", "1 enqueued = 1 pending + 0 sent + 0 dead");
        assertThat(cli.run("verify", "--json").json().get("problems").size()).isZero();
    }

    @Test
    void verifyAccountsForEveryRowThatWasEverEnqueued() {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}\n".repeat(9)).run("enqueue", "--kind", "workspace_facts");
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET sent = 1 WHERE id <= 4");
        Outboxes.execute(cli.database(), "DELETE FROM sync_outbox WHERE id IN (1, 9)");
        Outboxes.execute(cli.database(), "INSERT INTO outbox_purge VALUES ('workspace_facts', 1, 1)");

        assertThat(cli.run("verify").out())
                .contains("9 enqueued = 4 pending + 4 sent (3 kept, 1 purged) + 0 dead"
                        + " + 1 removed (discarded, replaced by their owner, or by another program)");
        assertThat(cli.run("verify", "--json").out())
                .contains("\"enqueued\":9,\"pending\":4,\"sent\":3,\"purged\":1,\"dead_lettered\":0,\"removed\":1");
    }

    @Test
    void verifyNamesWhatIsWrong() {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET sent = 7");

        Run run = cli.run("verify", "--json");

        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.json().at("/problems/0").asText()).startsWith("row 1 is neither pending nor sent");
    }

    @Test
    void verifyMissesADatabaseThatIsNotThere() {
        Run run = cli.run("verify", "--json");

        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("store");
        assertThat(cli.database()).doesNotExist();
    }
}
