package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedOnOneLineWithAHint(List<String> args, String message) {
        Run run = cli.runBare(args.toArray(String[]::new));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("kaizen-sync: " + message);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                argumentSet(
                        "no command",
                        List.of(),
                        "missing command: one of run, status, enqueue, dead-letters, verify, store, telemetry, config, demo,"
                                + " ingest-server, help;"
                                + " try 'kaizen-sync --help'"),
                argumentSet(
                        "unknown command",
                        List.of("stats"),
                        "unknown command 'stats'; did you mean 'status'?; try 'kaizen-sync --help'"),
                argumentSet(
                        "unknown command that is like none",
                        List.of("xyzzy"),
                        "unknown command 'xyzzy'; try 'kaizen-sync --help'"),
                argumentSet(
                        "unknown option",
                        List.of("run", "--onc"),
                        "unknown option '--onc'; did you mean '--once'?; try 'kaizen-sync run --help'"),
                argumentSet(
                        "too many arguments",
                        List.of("status", "now"),
                        "unexpected argument 'now'; try 'kaizen-sync status --help'"),
                argumentSet(
                        "no subcommand",
                        List.of("config"),
                        "missing command: one of show; try 'kaizen-sync config --help'"),
                argumentSet(
                        "option without value",
                        List.of("status", "--set"),
                        "missing KEY=VALUE for option '--set'; try 'kaizen-sync status --help'"),
                argumentSet(
                        "required option",
                        List.of("enqueue"),
                        "missing required option: '--kind=KIND'; try 'kaizen-sync enqueue --help'"));
    }

    @Test
    void aMistakeIsToldInJsonWhereThatIsAskedFor() {
        Run run = cli.runBare("stats", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("usage");
        assertThat(run.json().at("/error/message").asText()).startsWith("unknown command 'stats'");
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        Run before = cli.runBare(
                "--json",
                "--workspace",
                cli.workspace().toString(),
                "--home",
                cli.home().toString(),
                "status");
        Run after = cli.runBare(
                "status",
                "--json",
                "--workspace",
                cli.workspace().toString(),
                "--home",
                cli.home().toString());

        assertThat(before.exit()).isZero();
        assertThat(before.json()).isEqualTo(after.json());
        assertThat(before.json().get("db").asText()).isEqualTo(cli.database().toString());
    }

    @Test
    void setsAddUpWhereverTheyStand() {
        Run run = cli.runBare(cli.arguments(
                        "--set",
                        "sync.team_id=before",
                        "config",
                        "--set",
                        "sync.lanes=1",
                        "show",
                        "--json",
                        "--set",
                        "sync.endpoint=http://127.0.0.1:9")
                .toArray(String[]::new));

        assertThat(run.json().at("/settings/sync.team_id/value").asText()).isEqualTo("before");
        assertThat(run.json().at("/settings/sync.lanes/origin").asText()).isEqualTo("--set");
        assertThat(run.json().at("/settings/sync.endpoint/value").asText()).isEqualTo("http://127.0.0.1:9");
    }

    @Test
    void helpNamesAllCommandsAndExitCodes() {
        Run run = cli.runBare("--help");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("run ", "status", "enqueue", "verify", "demo", "ingest-server", "Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everyCommandHasHelpOfItsOwn() {
        assertThat(cli.runBare("enqueue", "--help").out()).contains("--skip-invalid", "--json");
        assertThat(cli.runBare("help", "run").out()).contains("--once");
    }

    @Test
    void theVersionIsToldWithTheJavaItRunsOn() {
        Run run = cli.runBare("--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("kaizen-sync ").contains("Java " + Runtime.version());
        assertThat(run.out()).doesNotContain("${");
    }

    @Test
    void flagsThatStandBeforeTheCommandAndBehindItMeanTheSameAsOnce() {
        Run run = cli.runBare(
                "--json",
                "-q",
                "--workspace",
                cli.workspace().toString(),
                "--home",
                cli.home().toString(),
                "run",
                "--once",
                "--json",
                "-q");

        assertThat(run.json().get("batches").asInt()).isZero();
        assertThat(run.err()).isEmpty();
    }
}
