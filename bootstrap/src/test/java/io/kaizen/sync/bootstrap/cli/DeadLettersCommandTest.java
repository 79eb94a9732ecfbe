package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersCommandTest {

    private static final String PAYLOAD = "{\"session_id_hash\":\"geheim\",\"event_seq\":18446744073709551615,"
            + "\"cost\":1.5,\"ok\":true,\"none\":null,\"payload\":{\"list\":[\"a\",{\"note\":\"\"}]}}";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        assertThat(cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}")
                        .run("enqueue", "--kind", "workspace_facts")
                        .exit())
                .isZero();
    }

    @Test
    void listsThemAsJsonTheOldestRowFirst() {
        dead(9, "events", "CAST('{}' AS BLOB)");
        dead(4, "odd", "CAST('{}' AS BLOB)");

        assertThat(list())
                .isEqualToIgnoringNewLines("[{\"id\":4,\"kind\":\"odd\",\"owner\":\"o4\",\"reason\":\"rejected\","
                        + "\"message\":\"words 4\",\"attempts\":3,\"dead_since_ms\":1700000000004},"
                        + "{\"id\":9,\"kind\":\"events\",\"owner\":\"o9\",\"reason\":\"rejected\","
                        + "\"message\":\"words 9\",\"attempts\":3,\"dead_since_ms\":1700000000009}]");
    }

    @Test
    void listsThemAsATableToPeople() {
        dead(4, "events", "CAST('{}' AS BLOB)");
        Outboxes.execute(cli.database(), "UPDATE outbox_dead_letter SET message = 'a' || char(27) || '[31m'");

        Run run = cli.run("dead-letters", "list");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "id  kind    owner  reason    attempts  dead since                message",
                        "4   events  o4     rejected  3         2023-11-14T22:13:20.004Z  a [31m");
    }

    @Test
    void o3_theMessageIsThatOfTheServersJsonAndShowHasAllOfIt() {
        String words = "{\"code\":\"invalid\",\"message\":\"bad clock\"}";
        dead(4, "events", "CAST('{}' AS BLOB)");
        Outboxes.execute(cli.database(), "UPDATE outbox_dead_letter SET message = '" + words + "'");

        assertThat(cli.run("dead-letters", "list").out()).contains("bad clock").doesNotContain("invalid");
        assertThat(cli.run("dead-letters", "list", "--json")
                        .json()
                        .at("/0/message")
                        .asText())
                .isEqualTo("bad clock");
        assertThat(cli.run("dead-letters", "show", "4").out())
                .contains("message     bad clock", "server      " + words);
        assertThat(cli.run("dead-letters", "show", "4", "--json")
                        .json()
                        .get("server_words")
                        .asText())
                .isEqualTo(words);
    }

    @Test
    void saysSoWhereThereAreNone() {
        assertThat(cli.run("dead-letters", "list").out()).isEqualToIgnoringNewLines("there are no dead letters");
        assertThat(list()).isEqualToIgnoringNewLines("[]");
    }

    @Test
    void aListOfManyPagesIsOneArray() {
        Outboxes.execute(
                cli.database(),
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                        + " INSERT INTO outbox_dead_letter SELECT 100 + i, 'events', 'o', 'malformed', 'm', 0, i, x'7b7d'"
                        + " FROM n");

        JsonNode letters = cli.run("dead-letters", "list", "--json").json();

        assertThat(letters).hasSize(1_500);
        for (int i = 0; i < letters.size(); i++) {
            assertThat(letters.get(i).get("id").asInt()).isEqualTo(101 + i);
        }
        assertThat(cli.run("dead-letters", "list").out().lines().filter(line -> line.contains("malformed")))
                .hasSize(1_500);
    }

    @Test
    void showsOneWithNamesAndTypesOnly() {
        dead(4, "events", "CAST('" + PAYLOAD + "' AS BLOB)");

        Run run = cli.run("dead-letters", "show", "4");
        JsonNode json = cli.run("dead-letters", "show", "4", "--json").json();

        String masked = "{\"session_id_hash\":\"…6 chars…\",\"event_seq\":\"…integer…\",\"cost\":\"…decimal…\","
                + "\"ok\":true,\"none\":null,\"payload\":{\"list\":[\"…1 chars…\",{\"note\":\"…0 chars…\"}]}}";
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "row         4",
                        "kind        events",
                        "owner       o4",
                        "reason      rejected",
                        "message     words 4",
                        "attempts    3",
                        "dead since  2023-11-14T22:13:20.004Z",
                        "payload     " + PAYLOAD.length() + " bytes; masked, --reveal shows it as it is",
                        "",
                        masked);
        assertThat(json.get("payload_masked").asText()).isEqualTo(masked);
        assertThat(json.get("payload_bytes").asInt()).isEqualTo(PAYLOAD.length());
        assertThat(json.get("payload_cut").asBoolean()).isFalse();
        assertThat(json.has("payload")).isFalse();
    }

    @Test
    void revealsThePayloadWhereThatIsAskedFor() {
        dead(4, "events", "CAST('" + PAYLOAD + "' || char(27) || '[31m' AS BLOB)");

        Run run = cli.run("dead-letters", "show", "--reveal", "4");
        JsonNode json =
                cli.run("dead-letters", "show", "4", "--reveal", "--json").json();

        assertThat(run.out()).contains(PAYLOAD + "\uFFFD[31m").doesNotContain("\u001b");
        assertThat(json.get("payload").asText()).isEqualTo(PAYLOAD + "\u001b[31m");
        assertThat(json.has("payload_masked")).isFalse();
    }

    @Test
    void showsTheBeginningOfAHugePayload() {
        String huge = "CAST('{\"a\":[7],\"b\":\"' || printf('%.*c', 100000000, 'x') || '\"}' AS BLOB)";
        dead(4, "events", huge);

        Run masked = cli.run("dead-letters", "show", "4");
        Run revealed = cli.run("dead-letters", "show", "4", "--reveal");
        JsonNode json = cli.run("dead-letters", "show", "4", "--json").json();

        assertThat(masked.out())
                .contains("100000016 bytes, cut after 65536")
                .contains("{\"a\":[\"…integer…\"],\"b\"…")
                .doesNotContain("xxx");
        assertThat(revealed.out()).hasSizeLessThan(70_000).contains("xxx");
        assertThat(json.get("payload_cut").asBoolean()).isTrue();
    }

    @Test
    void putsRowsBack() {
        dead(4, "events", "CAST('{}' AS BLOB)");
        dead(5, "events", "CAST('{}' AS BLOB)");

        Run run = cli.run("dead-letters", "retry", "5", "4", "5");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("put 2 rows back; the next flush takes them");
        assertThat(list()).isEqualToIgnoringNewLines("[]");
        assertThat(pendingEvents()).containsExactly("4", "5");
    }

    @Test
    void putsAllRowsBack() {
        dead(4, "events", "CAST('{}' AS BLOB)");
        dead(5, "events", "CAST('{}' AS BLOB)");

        assertThat(cli.run("dead-letters", "retry", "--all", "--json").out())
                .isEqualToIgnoringNewLines("{\"retried\":2}");
        assertThat(pendingEvents()).containsExactly("4", "5");
        assertThat(cli.run("dead-letters", "retry", "--all").out())
                .isEqualToIgnoringNewLines("there are no dead letters");
    }

    @Test
    void discardsRowsForGoodAndSaysWhich() {
        dead(4, "events", "CAST('{}' AS BLOB)");
        dead(5, "odd", "CAST('{}' AS BLOB)");
        dead(6, "odd", "CAST('{}' AS BLOB)");

        Run run = cli.run("dead-letters", "discard", "5", "4");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "discarded row 5 for good: odd of o5, rejected",
                        "discarded row 4 for good: events of o4, rejected");
        assertThat(cli.run("dead-letters", "discard", "6", "--json").out())
                .isEqualToIgnoringNewLines("{\"discarded\":1}");
        assertThat(list()).isEqualToIgnoringNewLines("[]");
        assertThat(pendingEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "discard"})
    void anIdThatIsNoDeadLetterChangesNothing(String command) {
        dead(4, "events", "CAST('{}' AS BLOB)");

        Run run = cli.run("dead-letters", command, "4", "1", "77", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("there is no dead letter 1, 77; nothing is changed");
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("usage");
        assertThat(cli.run("dead-letters", "list", "--json").json()).hasSize(1);
    }

    @Test
    void whatIsNoDeadLetterCannotBeShown() {
        Run run = cli.run("dead-letters", "show", "1");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("there is no dead letter 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show x",
                "show -1",
                "show 0",
                "show 1.5",
                "show 99999999999999999999",
                "show",
                "show 1 2",
                "retry x",
                "retry",
                "retry 4 --all",
                "discard",
                "discard 4 x",
                "discard --all",
                ""
            })
    void wrongUsageChangesNothing(String arguments) {
        dead(4, "events", "CAST('{}' AS BLOB)");

        Run run = cli.run(("dead-letters " + arguments).strip().split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("kaizen-sync: "));
        assertThat(cli.run("dead-letters", "list", "--json").json()).hasSize(1);
    }

    @Test
    void aDatabaseThatIsNotThereIsMissed() {
        Path nowhere = folder.resolve("nowhere.db");
        for (String arguments : List.of("list", "show 1", "retry 1", "retry --all", "discard 1")) {
            Run run = cli.run(("dead-letters --db " + nowhere + " " + arguments).split(" "));

            assertThat(run.exit()).isEqualTo(6);
            assertThat(run.err()).contains("there is no database " + nowhere);
        }
        assertThat(nowhere).doesNotExist();
    }

    private String list() {
        return cli.run("dead-letters", "list", "--json").out();
    }

    private List<String> pendingEvents() {
        return Outboxes.query(
                cli.database(), "SELECT id FROM sync_outbox WHERE sent = 0 AND kind = 'events' ORDER BY id");
    }

    /** A row that was put aside long ago. */
    private void dead(long id, String kind, String payload) {
        Outboxes.execute(
                cli.database(),
                "INSERT INTO outbox_dead_letter (row_id, kind, owner, reason, message, attempts, dead_since_ms, payload)"
                        + " VALUES (" + id + ", '" + kind + "', 'o" + id + "', 'rejected', 'words " + id + "', 3, "
                        + (1_700_000_000_000L + id) + ", " + payload + ")");
    }
}
