package io.kaizen.sync.bootstrap.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The commands that there are. */
final class Commands {

    /** In the order in which the help lists them. */
    static final List<String> NAMES = List.of(
            "run",
            "status",
            "enqueue",
            "dead-letters",
            "verify",
            "store",
            "telemetry",
            "config",
            "demo",
            "ingest-server");

    /** Who asks for these wants to read about all commands. */
    private static final Set<String> HELP = Set.of("help", "-h", "--help");

    private Commands() {}

    /**
     * The names among {@code args}, or all names where there is none or help is asked for. The command to run is among them, and
     * perhaps the value of an option that looks like one. Picocli studies the class of each command that it knows, at every start.
     */
    static Set<String> namedIn(String... args) {
        List<String> given = Arrays.asList(args);
        Set<String> named = new LinkedHashSet<>(NAMES);
        if (given.stream().noneMatch(HELP::contains) && NAMES.stream().anyMatch(given::contains)) {
            named.retainAll(given);
        }
        return named;
    }

    /** A new command of that name, as picocli takes it. No other command's class is loaded. */
    static Object create(String name, CommandSession session) {
        return switch (name) {
            case "run" -> new RunCommand(session);
            case "status" -> new StatusCommand(session);
            case "enqueue" -> new EnqueueCommand(session);
            case "dead-letters" -> new DeadLettersCommand(session);
            case "verify" -> new VerifyCommand(session);
            case "store" -> new StoreCommand(session);
            case "telemetry" -> TelemetryCommand.with(session);
            case "config" -> new ConfigCommand(session);
            case "demo" -> new DemoCommand(session);
            case "ingest-server" ->
                new IngestServerCommand(session.env(), session.console().out());
            default -> throw new IllegalArgumentException("no command: " + name);
        };
    }
}
