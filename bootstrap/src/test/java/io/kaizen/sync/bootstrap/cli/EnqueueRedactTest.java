package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnqueueRedactTest {

    private static final String HEAD =
            "{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":1,\"agent\":\"a\",\"model\":\"m\","
                    + "\"kind\":\"cost\",\"source\":\"hook\",\"payload\":";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder).config("http://127.0.0.1:1");
    }

    @Test
    void f131_thePayloadOfEventsIsRedactedBeforeItIsStored() throws SQLException {
        cli.input(HEAD + "{\"user\":\"ann\",\"text\":\"mail ann@example.org, sk-abc\",\"n\":1.50}}");

        Run run = cli.run("enqueue", "--kind", "events", "--redact");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("enqueued 1 events");
        assertThat(payloads())
                .containsExactly(HEAD + "{\"text\":\"mail <REDACTED:email>, <REDACTED:token>\",\"n\":1.50}}");
    }

    @Test
    void withoutTheOptionRowsAreStoredAsTheyAreGiven() throws SQLException {
        String row = HEAD + "{ \"user\":\"ann\" }}";
        cli.input(row);

        assertThat(cli.run("enqueue", "--kind", "events").exit()).isZero();
        assertThat(payloads()).containsExactly(row);
    }

    @Test
    void aPathIsTheSameHashHereAndOnlyHere() throws SQLException {
        cli.input(HEAD + "[\"/home/ann/a.txt\",\"/home/ann/a.txt\"]}");

        cli.run("enqueue", "--kind", "events", "--redact");
        cli.run("--set", "sync.team_salt_hex=" + "0".repeat(64), "enqueue", "--kind", "events", "--redact");

        assertThat(payloads()).hasSize(2).doesNotHaveDuplicates();
        assertThat(payloads().get(0)).containsPattern("\\[\"<([0-9a-f]{8}):file>\",\"<\\1:file>\"\\]");
    }

    @Test
    void withoutTheTeamsSaltNothingIsDone() {
        cli.configFile("[sync]\nendpoint = \"http://127.0.0.1:1\"\n").input(HEAD + "0}");

        Run run = cli.run("enqueue", "--kind", "events", "--redact", "--json");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("config");
        assertThat(run.json().at("/error/message").asText())
                .contains("sync.team_salt_hex is not set")
                .contains(cli.home().resolve("config.toml").toString())
                .contains("KAIZEN_SYNC_TEAM_SALT_HEX");
        assertThat(cli.database()).doesNotExist();
    }

    @Test
    void theSaltMayComeFromTheEnvironment() {
        cli.configFile("").env("KAIZEN_SYNC_TEAM_SALT_HEX", CliFixture.SALT).input(HEAD + "0}");

        assertThat(cli.run("enqueue", "--kind", "events", "--redact").exit()).isZero();
    }

    @Test
    void aLineThatCannotBeReadIsNamedAndNothingIsEnqueued() {
        cli.input(HEAD + "0}\n" + HEAD + "\"sk-abc\n");

        Run run = cli.run("enqueue", "--kind", "events", "--redact");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("line 2: not JSON").doesNotContain("sk-abc");
    }

    @Test
    void andCountedWhereLinesMayBeSkipped() throws SQLException {
        cli.input(HEAD + "\"sk-abc\n" + HEAD + "0}");

        Run run = cli.run("enqueue", "--kind", "events", "--redact", "--skip-invalid", "--json");

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out()).isEqualToIgnoringNewLines("{\"enqueued\":1,\"skipped\":1,\"sampled_out\":0}");
        assertThat(payloads()).containsExactly(HEAD + "0}");
    }

    @Test
    void rowsWithoutAPayloadAreStoredAsTheyAreWithAWarning() throws SQLException {
        String fact = "{\"skill_slugs\":[\"sk-abc\"],\"rule_slugs\":[]}";
        cli.input(fact);

        Run run = cli.run("enqueue", "--kind", "workspace_facts", "--redact");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("--redact is about the payload of events");
        assertThat(payloads()).containsExactly(fact);
    }

    private List<String> payloads() throws SQLException {
        List<String> payloads = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cli.database());
                ResultSet rows =
                        connection.createStatement().executeQuery("SELECT payload FROM sync_outbox ORDER BY id")) {
            while (rows.next()) {
                payloads.add(rows.getString(1));
            }
        }
        return payloads;
    }
}
