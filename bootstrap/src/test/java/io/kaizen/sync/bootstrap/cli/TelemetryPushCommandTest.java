package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryPushCommandTest {

    private static final String FACT = "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}";
    private static final String EVENT = "{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":7,\"agent\":\"a\","
            + "\"model\":\"m\",\"kind\":\"message\",\"source\":\"hook\",\"payload\":{}}";
    private static final String FILE = "[[telemetry.exporters]]\ntype = \"file\"\n";

    @TempDir
    private Path folder;

    private CliFixture cli;

    /** Rows 1 and 2 are events, the first of them sent; rows 3 to 5 are facts. Nobody listens at the endpoint. */
    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        cli.config("http://127.0.0.1:1", FILE);
        cli.input((EVENT + "\n").repeat(2)).run("enqueue", "--kind", "events");
        cli.input((FACT + "\n").repeat(3)).run("enqueue", "--kind", "workspace_facts");
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET sent = 1 WHERE id = 1");
    }

    @Test
    void pendingRowsGoToTheExporterAndNothingElseHappens() throws Exception {
        List<String> before = everything();

        Run run = cli.run("telemetry", "push");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "handed out 4 rows in 2 batches: 1 events, 3 workspace_facts", "file took 4 rows in 2 batches");
        assertThat(run.err()).contains("what an exporter has had before it gets twice");
        assertThat(exported()).containsExactly("events 1", "workspace_facts 3");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void sentRowsComeTooWhereThatIsAskedFor() throws Exception {
        assertThat(cli.run("telemetry", "push", "--all-sent", "--json")
                        .json()
                        .at("/by_kind")
                        .toString())
                .isEqualTo("{\"events\":2,\"workspace_facts\":3}");
        assertThat(exported()).containsExactly("events 2", "workspace_facts 3");
    }

    @Test
    void kindAndIdNarrowTheChoice() throws Exception {
        cli.run("telemetry", "push", "--kind", "workspace_facts", "--since-id", "3");

        assertThat(exported()).containsExactly("workspace_facts 2");
    }

    @Test
    void theSameRowsGoAgainEachTime() throws Exception {
        cli.run("telemetry", "push", "--kind", "events");
        cli.run("telemetry", "push", "--kind", "events");

        assertThat(exported()).containsExactly("events 1", "events 1");
    }

    @Test
    void aDryRunOnlyCounts() {
        Run run = cli.run("telemetry", "push", "--dry-run");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "would hand out 4 rows in 2 batches: 1 events, 3 workspace_facts",
                        "file would get 4 rows in 2 batches");
        assertThat(run.err()).isEmpty();
        assertThat(ndjson()).doesNotExist();
    }

    @Test
    void rowsThatCanNeverBeSentAreNamedAndTheOthersGoOut() throws Exception {
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET payload = '{\"secret\":1}' WHERE id = 4");

        Run run = cli.run("telemetry", "push");

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out().lines())
                .contains("left out 1 row that can never be sent:", "  row 4 (workspace_facts): skill_slugs: missing");
        assertThat(exported()).containsExactly("events 1", "workspace_facts 2");
    }

    @Test
    void anExporterThatFailsIsReportedWithWhatItMissed() {
        cli.config("http://127.0.0.1:1", FILE + "path = \"/proc/nowhere/t.ndjson\"\n" + FILE);

        Run run = cli.run("telemetry", "push", "--json");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.json().at("/exporters/0/name").asText()).isEqualTo("file");
        assertThat(run.json().at("/exporters/0/failures").asInt()).isEqualTo(2);
        assertThat(run.json().at("/exporters/0/missed_rows").asInt()).isEqualTo(4);
        assertThat(run.json().at("/exporters/0/first_missed_id").asInt()).isEqualTo(2);
        assertThat(run.json().at("/exporters/0/reason").asText()).contains("cannot append");
        assertThat(run.json().at("/exporters/1/rows").asInt()).isEqualTo(4);
    }

    @Test
    void itWorksWhereSyncIsOffAndInAFileOfKaizens() throws Exception {
        cli.configFile("[sync]\nteam_salt_hex = \"" + CliFixture.SALT + "\"\n" + FILE);
        Outboxes.execute(cli.database(), "DROP TABLE outbox_claim");

        assertThat(cli.run("telemetry", "push").exit()).isZero();
        assertThat(exported()).hasSize(2);
        assertThat(Outboxes.query(cli.database(), "SELECT name FROM sqlite_master WHERE name = 'outbox_claim'"))
                .isEmpty();
    }

    @Test
    void k9_withoutASaltOfTheTeamThisMachineHasOneOfItsOwn() throws Exception {
        Path salt = cli.home().resolve("local_salt.hex");
        cli.configFile(FILE);

        assertThat(cli.run("telemetry", "push").exit()).isZero();
        String first = Files.readString(salt);
        assertThat(cli.run("telemetry", "push").exit()).isZero();

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(salt)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(salt)).isEqualTo(first);
        assertThat(Files.readAllLines(ndjson()).stream()
                        .map(line -> line.replaceAll(".*(blake3:[0-9a-f]{64}).*", "$1"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void k9_aSaltOfThisMachineThatIsNoneOrALinkIsNotUsedAndNotOverwritten() throws Exception {
        Path salt = Files.writeString(cli.home().resolve("local_salt.hex"), "canary");
        cli.configFile(FILE);

        Run none = cli.run("telemetry", "push");
        Path notes = Files.writeString(cli.workspace().resolve("notes"), "ab".repeat(32));
        Files.delete(salt);
        Files.createSymbolicLink(salt, notes);
        Run link = cli.run("telemetry", "push");

        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.err())
                .contains("local_salt.hex must hold 64 hex digits")
                .doesNotContain("canary");
        assertThat(link.exit()).isEqualTo(3);
        assertThat(link.err()).contains("is not a regular file");
        assertThat(notes).hasContent("ab".repeat(32));
        assertThat(ndjson()).doesNotExist();
    }

    @Test
    void whereNoExporterIsConfiguredItSaysSo() {
        Run run = cli.config("http://127.0.0.1:1").run("telemetry", "push");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("no exporter is configured");
    }

    @Test
    void aDatabaseThatIsNotThereIsMissedAndNotMade() {
        Path absent = folder.resolve("absent.db");

        Run run = cli.run("telemetry", "push", "--db", absent.toString());

        assertThat(run.exit()).isEqualTo(6);
        assertThat(absent).doesNotExist();
    }

    @Test
    void mistakesAreNamed() {
        assertThat(cli.run("telemetry", "push", "--kind", "event").err())
                .contains("unknown kind 'event'; known are events,");
        assertThat(cli.run("telemetry", "push", "--since-id", "-1").exit()).isEqualTo(2);
        assertThat(cli.run("telemetry", "push", "--since-id", "x").err())
                .contains("invalid value for option '--since-id': 'x' is not a whole number");
    }

    private List<String> everything() {
        return Outboxes.query(
                cli.database(),
                "SELECT 'row', id, sent FROM sync_outbox UNION ALL SELECT * FROM"
                        + " (SELECT 'claim', count(*), 0 FROM outbox_claim) UNION ALL"
                        + " SELECT 'ack', count(*), 0 FROM outbox_exporter_ack UNION ALL SELECT 'state', count(*), 0 FROM sync_state");
    }

    private Path ndjson() {
        return cli.database().resolveSibling("telemetry.ndjson");
    }

    private List<String> exported() throws IOException {
        return Files.readAllLines(ndjson()).stream()
                .map(line -> line.replaceFirst(".*\"batch_kind\":\"([a-z_]+)\",\"item_count\":([0-9]+).*", "$1 $2"))
                .toList();
    }
}
