package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any command line ends with an exit code of the contract, says what it has to say in words, keeps secrets, and loses no row. */
class CommandFuzzTest {

    private static final int COMMAND_LINES = 300;

    private static final String FACT = "{\"skill_slugs\":[\"mark-%d\"],\"rule_slugs\":[]}";

    private static final List<String> INPUTS = List.of(
            "",
            "\n\n",
            String.format(Locale.ROOT, FACT, 100),
            String.format(Locale.ROOT, FACT, 100) + "\n" + String.format(Locale.ROOT, FACT, 101) + "\n",
            String.format(Locale.ROOT, FACT, 100) + "\n{\n" + String.format(Locale.ROOT, FACT, 101),
            "{\"id\":\"f\",\"session_id\":\"s\",\"created_at_ms\":1}\r\n",
            "{}",
            "null",
            "[".repeat(5_000),
            "\u0000",
            "\ufeff" + String.format(Locale.ROOT, FACT, 100),
            "x".repeat(100_000));

    private static final List<Integer> STATUSES = List.of(302, 400, 401, 403, 404, 409, 413, 422, 500, 503);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void anyCommandLineEndsWithACodeOfTheContractAndLosesNothing() throws IOException {
        Path model = folder.resolve("model");
        prepare(model);
        Map<Integer, Long> exits = new TreeMap<>();

        long cases = Fuzz.cases(COMMAND_LINES, dice -> {
            Path place = folder.resolve("case");
            copy(model, place);
            try (ScriptedIngest server = ScriptedIngest.start()) {
                CliFixture cli = new CliFixture(place).input(dice.of(INPUTS));
                cli.config(
                        server.endpoint(),
                        "[[telemetry.exporters]]\ntype = \"file\"\n[[telemetry.exporters]]\ntype = \"dev\"");
                int refusals = dice.oneIn(3) ? dice.between(1, 4) : 0;
                server.reply(
                        Collections.nCopies(refusals, (Reply) Reply.answer(dice.of(STATUSES), "{\"error\":\"no\"}"))
                                .toArray(Reply[]::new));
                String[] args = RandomCommand.of(dice, place).toArray(String[]::new);
                Set<String> before = pending(cli);

                Run run = cli.runBare(args);

                exits.merge(run.exit(), 1L, Long::sum);
                requireManners(run, List.of(args));
                requireConservation(cli, before, server.requests().stream().skip(refusals), Set.copyOf(List.of(args)));
            } finally {
                delete(place);
            }
        });

        if (cases >= COMMAND_LINES) {
            assertThat(exits).containsKeys(0, 2, 3, 5, 6, 7);
            assertThat(exits.get(0))
                    .as("command lines that did what they say, %s", exits)
                    .isGreaterThan(cases / 4);
        }
    }

    private static void requireManners(Run run, List<String> args) throws IOException {
        String words = run.out() + run.err();
        assertThat(run.exit()).as("%s: %s", args, words).isIn(0, 2, 3, 4, 5, 6, 7);
        assertThat(words)
                .as("%s", args)
                .doesNotContain(RandomCommand.CANARY, CliFixture.TOKEN, CliFixture.SALT)
                .doesNotContain("\tat ", "fault of ours", "\u001b", "\u0000");
        if (run.exit() != 0) {
            assertThat(words).as("%s", args).isNotBlank();
        }
        boolean isJson = args.contains("--json")
                && !run.out().contains("Usage:")
                && !run.out().startsWith("kaizen-sync ");
        if (isJson) {
            try (MappingIterator<JsonNode> values =
                    JSON.readerFor(JsonNode.class).readValues(run.out())) {
                assertThat(values.readAll()).as("%s", args).isNotNull();
            }
        }
    }

    /** A row that waited waits still, or is dead, or the server has it, or a command has removed it that is there to remove rows. */
    private static void requireConservation(
            CliFixture cli, Set<String> before, Stream<ReceivedRequest> accepted, Set<String> args) {
        if (args.contains("discard") || args.contains("--replace")) {
            return;
        }
        String stored = accepted.map(ReceivedRequest::unzippedBody).collect(Collectors.joining());
        Set<String> there = pending(cli);
        there.addAll(Outboxes.query(cli.database(), "SELECT CAST(payload AS TEXT) FROM outbox_dead_letter"));
        for (String row : before) {
            assertThat(there.contains(row) || stored.contains(row))
                    .as("%s is somewhere after %s", row, args)
                    .isTrue();
        }
    }

    private static Set<String> pending(CliFixture cli) {
        return new HashSet<>(Outboxes.query(cli.database(), "SELECT payload FROM sync_outbox WHERE sent = 0"));
    }

    /** Some rows that wait, two that are sent, one that is dead. */
    private static void prepare(Path place) throws IOException {
        CliFixture cli = new CliFixture(place);
        try (ScriptedIngest server = ScriptedIngest.start()) {
            cli.config(server.endpoint());
            enqueue(cli, 1, 2);
            Outboxes.execute(
                    cli.database(),
                    "INSERT INTO sync_outbox (session_id, kind, payload) VALUES ('s', 'workspace_facts', '{')");
            assertThat(cli.run("run", "--once").exit()).isEqualTo(7);
            enqueue(cli, 4, 7);
        }
        Files.writeString(place.resolve("rows.ndjson"), String.format(Locale.ROOT, FACT, 200) + "\n");
    }

    private static void enqueue(CliFixture cli, int from, int to) {
        StringBuilder rows = new StringBuilder();
        for (int mark = from; mark <= to; mark++) {
            rows.append(String.format(Locale.ROOT, FACT, mark)).append('\n');
        }
        Run run = cli.input(rows.toString()).run("enqueue", "--kind", "workspace_facts");
        assertThat(run.exit()).as(run.err()).isZero();
    }

    /** The outbox lies under a name made of the workspace's path, so the copy has another one, and belongs to no workspace yet. */
    private static void copy(Path model, Path place) throws IOException {
        CliFixture from = new CliFixture(model);
        CliFixture to = new CliFixture(place);
        Files.createDirectories(to.database().getParent());
        Files.copy(from.database(), to.database());
        Outboxes.execute(to.database(), "DELETE FROM outbox_workspace");
        Files.copy(model.resolve("rows.ndjson"), place.resolve("rows.ndjson"));
    }

    private static void delete(Path place) throws IOException {
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException broken) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
