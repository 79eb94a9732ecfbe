package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.testkit.fuzz.Dice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines: options that belong to the command and others, in any order, with values of all sorts. None begins what has no end:
 * such commands are given together with what ends them. Paths lie in a folder of the test's own.
 */
final class RandomCommand {

    /** Stands for secrets on the command line. Nothing that is printed may hold it. */
    static final String CANARY = "canary-fuzz-5519";

    private static final List<String> KINDS = List.of(
            "events",
            "tool_spans",
            "repo_snapshots",
            "workspace_facts",
            "session_evals",
            "session_feedback",
            "spaceships",
            "",
            "Events");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("run", "--once"),
            List.of("run", "--once"),
            List.of("run", "--once", "--redirect-parked"),
            List.of("status"),
            List.of("enqueue"),
            List.of("enqueue"),
            List.of("enqueue"),
            List.of("dead-letters", "list"),
            List.of("dead-letters", "show"),
            List.of("dead-letters", "retry"),
            List.of("dead-letters", "discard"),
            List.of("dead-letters"),
            List.of("verify"),
            List.of("config", "show"),
            List.of("config"),
            List.of("telemetry", "tail", "--no-follow"),
            List.of("telemetry", "push"),
            List.of("telemetry", "test"),
            List.of("telemetry", "print-effective-config"),
            List.of("telemetry", "print-schema"),
            List.of("telemetry", "configure", "--no-check"),
            List.of("telemetry"),
            List.of("ingest-server", "--port", "x"),
            List.of("demo", "--no-such-option"),
            List.of("help"),
            List.of("no-such-command"),
            List.of());

    private final Dice dice;
    private final Path folder;

    private RandomCommand(Dice dice, Path folder) {
        this.dice = dice;
        this.folder = folder;
    }

    /** Arguments for a home and a workspace that lie in {@code folder} under these names. */
    static List<String> of(Dice dice, Path folder) {
        return new RandomCommand(dice, folder).arguments();
    }

    private List<String> arguments() {
        List<List<String>> before = new ArrayList<>();
        before.add(
                dice.oneIn(15)
                        ? path("--home")
                        : List.of("--home", folder.resolve("home").toString()));
        before.add(
                dice.oneIn(15)
                        ? path("--workspace")
                        : List.of("--workspace", folder.resolve("workspace").toString()));
        List<List<String>> behind = new ArrayList<>();
        List<String> command = dice.of(COMMANDS);
        while (dice.oneIn(2)) {
            behind.add(dice.oneIn(2) ? global() : option(command.isEmpty() ? "" : command.get(command.size() - 1)));
        }
        if (command.contains("enqueue") && !dice.oneIn(8)) {
            behind.add(List.of("--kind", dice.oneIn(2) ? "workspace_facts" : dice.of(KINDS)));
        }
        if ((command.contains("show") && command.contains("dead-letters"))
                || command.contains("retry")
                || command.contains("discard")) {
            // Row 3 is dead.
            behind.add(List.of(dice.oneIn(3) ? dice.number() : "3"));
        }
        if (dice.oneIn(4)) {
            before.add(global());
        }
        if (!behind.isEmpty() && dice.oneIn(20)) {
            behind.add(dice.of(behind));
        }
        List<String> all = new ArrayList<>();
        dice.shuffled(before).forEach(all::addAll);
        all.addAll(command);
        dice.shuffled(behind).forEach(all::addAll);
        return all;
    }

    private List<String> global() {
        return switch (dice.below(24)) {
            case 0, 1, 2 -> List.of("--json");
            case 3 -> List.of(dice.of("-v", "-q", "--verbose", "--quiet", "-vq", "-V", "--version", "--help", "-h"));
            case 4 -> path("--db");
            case 5 -> List.of("--set", "sync.team_token=" + CANARY + dice.of("", dice.text()));
            case 6 -> List.of("--set", "sync.team_tokn=" + CANARY);
            case 7 -> List.of("--set", "sync.team_salt_hex=" + CANARY);
            case 8 ->
                List.of("--set=sync.endpoint="
                        + dice.of("", "http://127.0.0.1:1", "127.0.0.1", "ftp://x", dice.text()));
            case 9 ->
                List.of(
                        "--set",
                        "sync." + dice.of("gzip_level", "lanes", "sample_rate", "max_pending_rows", "on_poison") + "="
                                + dice.of(dice.number(), dice.text(), "1"));
            case 10 -> List.of("--set", dice.text());
            case 11 -> List.of(dice.of("--", "-", "--no-such", "-x", "=", dice.text()));
            case 12, 13, 14 -> List.of("-v");
            case 15 -> List.of("-q");
            default -> List.of("--json");
        };
    }

    /** An option of the command's, or of another one. */
    private List<String> option(String command) {
        return switch (command) {
            case "enqueue" ->
                switch (dice.below(8)) {
                    case 0 -> List.of("--owner", dice.text());
                    case 1 -> List.of("--owner=" + dice.text());
                    case 2 -> List.of("--replace");
                    case 3, 4 -> List.of("--skip-invalid");
                    case 5 -> List.of("--redact");
                    case 6 -> List.of(dice.of("-", file()));
                    default -> List.of("--kind=" + dice.text());
                };
            case "push" ->
                switch (dice.below(4)) {
                    case 0 -> List.of("--kind", dice.of(KINDS));
                    case 1 -> List.of("--since-id", dice.number());
                    case 2 -> List.of("--all-sent");
                    default -> List.of("--dry-run");
                };
            case "--no-follow" -> List.of("-n", dice.number());
            case "test" -> List.of("--exporter", dice.of("file", "dev", "posthog", dice.text()));
            case "--no-check" ->
                switch (dice.below(5)) {
                    case 0, 1 ->
                        List.of("--type", dice.of("file", "posthog", "datadog", "otlp", "dev", "none", dice.text()));
                    case 2 -> List.of(dice.of("--api-key", "--project-api-key", "--headers"), CANARY);
                    case 3 ->
                        List.of(
                                dice.of("--api-key-file", "--project-api-key-file", "--headers-file"),
                                dice.of("-", file()));
                    default ->
                        List.of(
                                dice.of("--path", "--host", "--site", "--logs-url", "--endpoint", "--api-key-env"),
                                dice.text());
                };
            case "x" ->
                List.of(
                        dice.of(
                                "--max-items",
                                "--max-bytes",
                                "--drop-every",
                                "--delay-ms",
                                "--override",
                                "--fail-every",
                                "--retry-after"),
                        dice.number());
            case "show" -> List.of("--reveal");
            case "retry" -> List.of("--all");
            default ->
                dice.oneIn(2)
                        ? global()
                        : List.of(dice.of("--all", "--reveal", "--max-age", "--once=x", dice.number(), dice.text()));
        };
    }

    private List<String> path(String option) {
        String value = dice.oneIn(6) ? dice.of("/dev/null", "/dev/null/x", "/") : file();
        return dice.oneIn(2) ? List.of(option, value) : List.of(option + "=" + value);
    }

    /** A file or folder that is there, or is not, or cannot be. */
    private String file() {
        return folder + "/"
                + dice.of("rows.ndjson", "home", "workspace", "home/config.toml", "other.db", "nowhere/x", dice.text());
    }
}
