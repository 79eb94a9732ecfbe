package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that a server refuses, from the command line to the wire: what is sent, what dies, and what that costs. */
class PoisonTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        enqueueEvents(500);
    }

    @ParameterizedTest(name = "{0}, hint: {1}, row {2}")
    @CsvSource({
        "400, false, 1, 19",
        "400, false, 251, 19",
        "422, false, 500, 19",
        "400, true, 1, 4",
        "400, true, 251, 4",
        "422, true, 500, 4"
    })
    void oneRefusedRowAmongFiveHundredIsFoundAndPutAside(int status, boolean hint, int culprit, int mostPosts) {
        try (PickyServer server = new PickyServer(Set.of(culprit), status, hint)) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(7);
            assertThat(server.taken()).hasSize(499).isSorted().doesNotContain(culprit);
            assertThat(server.posts()).isLessThanOrEqualTo(mostPosts);
            assertReport(run.json(), 499, 1, 0);
            JsonNode letters = deadLetters();
            assertThat(letters).hasSize(1);
            JsonNode letter = letters.get(0);
            assertThat(letter.get("id").asInt()).isEqualTo(culprit);
            assertThat(letter.get("kind").asText()).isEqualTo("events");
            assertThat(letter.get("owner").asText()).isEqualTo("cli");
            assertThat(letter.get("reason").asText()).isEqualTo("rejected");
            assertThat(letter.get("message").asText()).contains(PickyServer.WORDS);
            assertThat(letter.get("attempts").asInt()).isBetween(2, mostPosts);
            assertThat(letter.get("dead_since_ms").asLong()).isPositive();
            assertThat(run.err()).contains("WARN  events: row " + culprit, "rejected", PickyServer.WORDS);
        }
    }

    @Test
    void fiveRefusedRowsCostAtMostSeventyFivePosts() {
        Set<Integer> culprits = Set.of(7, 133, 250, 251, 444);
        try (PickyServer server = new PickyServer(culprits, 400, false)) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(7);
            assertThat(server.taken()).hasSize(495).isSorted().doesNotContainAnyElementsOf(culprits);
            assertThat(server.posts()).isLessThanOrEqualTo(75);
            assertReport(run.json(), 495, 5, 0);
            assertThat(deadLetters()).hasSize(5);
        }
    }

    @ParameterizedTest(name = "every {0}th row of 500, {1}, hint: {2}")
    @CsvSource({"2, 413, false", "2, 422, true", "3, 400, true", "3, 422, false", "20, 400, true", "20, 413, false"})
    void o1_howeverManyRowsAreBadOneRunDeliversTheOthersInOrder(int nth, int status, boolean hint) {
        Set<Integer> culprits = IntStream.rangeClosed(1, 500)
                .filter(row -> row % nth == 0)
                .boxed()
                .collect(Collectors.toSet());
        try (PickyServer server = new PickyServer(culprits, status, hint)) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(7);
            assertThat(server.taken()).hasSize(500 - culprits.size()).isSorted().doesNotContainAnyElementsOf(culprits);
            assertReport(run.json(), 500 - culprits.size(), culprits.size(), 0);
        }
    }

    @Test
    void o1_aLongBadBeginningIsProvenByTheYoungestRow() {
        Set<Integer> culprits = IntStream.rangeClosed(1, 300).boxed().collect(Collectors.toSet());
        try (PickyServer server = new PickyServer(culprits, 400, true)) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(7);
            assertThat(server.taken().get(0)).isEqualTo(500);
            assertThat(server.taken().subList(1, 200)).isSorted();
            assertReport(run.json(), 200, 300, 0);
        }
    }

    @Test
    void whereEverythingIsRefusedNothingDiesAndAMendedServerGetsItAll() {
        Set<Integer> all = IntStream.rangeClosed(1, 500).boxed().collect(Collectors.toSet());
        try (PickyServer server = new PickyServer(all, 400, false)) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(5);
            assertThat(server.posts()).isLessThanOrEqualTo(25);
            assertReport(run.json(), 0, 0, 500);
            assertThat(run.json().at("/stopped/reason").asText()).isEqualTo("rejected");
            assertThat(deadLetters()).isEmpty();
        }
        try (PickyServer mended = new PickyServer(Set.of(), 400, false)) {
            cli.config(mended.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(mended.taken()).containsExactlyInAnyOrderElementsOf(all);
            assertReport(run.json(), 500, 0, 0);
        }
    }

    @Test
    void f80_aRowThatIsPutBackIsSentWhereTheServerTakesItNow() {
        try (PickyServer server = new PickyServer(Set.of(42), 422, true)) {
            cli.config(server.endpoint());
            assertThat(cli.run("run", "--once").out())
                    .contains("put aside 1 row that can never be sent", "kaizen-sync dead-letters list");
            assertThat(cli.run("run", "--once").exit()).isZero();
        }
        Run retry = cli.run("dead-letters", "retry", "42");
        assertThat(retry.exit()).as(retry.err()).isZero();
        assertThat(retry.out()).isEqualToIgnoringNewLines("put 1 row back; the next flush takes it");
        try (PickyServer mended = new PickyServer(Set.of(), 400, false)) {
            cli.config(mended.endpoint());

            assertThat(cli.run("run", "--once").exit()).isZero();

            assertThat(mended.taken()).containsExactly(42);
            assertThat(deadLetters()).isEmpty();
        }
    }

    @Test
    void whereThatIsWantedTheKindStopsAtSuchARow() {
        try (PickyServer server = new PickyServer(Set.of(1), 400, true)) {
            cli.config(server.endpoint(), "on_poison = \"stop\"");

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isEqualTo(5);
            assertReport(run.json(), 0, 0, 500);
            assertThat(deadLetters()).isEmpty();
        }
    }

    private static void assertReport(JsonNode report, int rows, int deadLettered, int pending) {
        assertThat(report.get("rows").asInt()).isEqualTo(rows);
        assertThat(report.get("dead_lettered").asInt()).isEqualTo(deadLettered);
        assertThat(report.get("pending").asInt()).isEqualTo(pending);
    }

    private JsonNode deadLetters() {
        return cli.run("dead-letters", "list", "--json").json();
    }

    /** Their sequence numbers are the ids of their rows. */
    private void enqueueEvents(int count) {
        String rows = IntStream.rangeClosed(1, count)
                .mapToObj(number -> "{\"session_id_hash\":\"s\",\"event_seq\":" + number
                        + ",\"ts_ms\":1,\"agent\":\"a\",\"model\":\"m\",\"kind\":\"hook\",\"source\":\"hook\","
                        + "\"payload\":null}")
                .collect(Collectors.joining("\n"));
        assertThat(cli.input(rows).run("enqueue", "--kind", "events").exit()).isZero();
    }
}
