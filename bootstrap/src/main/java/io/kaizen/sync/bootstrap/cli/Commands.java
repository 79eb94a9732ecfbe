package io.kaizen.sync.bootstrap.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The commands that there are. */
final class Commands {

    /** Name → what makes the command, in the order in which the help lists them. */
    private static final Map<String, Function<Session, Object>> ALL = all();

    /** Who asks for these wants to read about all commands. */
    private static final Set<String> HELP = Set.of("help", "-h", "--help");

    private Commands() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The names among {@code args}, or all names where there is none or help is asked for. The command to run is among them, and
     * perhaps the value of an option that looks like one. For each command picocli studies a class, at every start: 20 ms for all.
     */
    static Set<String> namedIn(String... args) {
        List<String> given = Arrays.asList(args);
        Set<String> named = new LinkedHashSet<>(ALL.keySet());
        if (given.stream().noneMatch(HELP::contains) && named.stream().anyMatch(given::contains)) {
            named.retainAll(given);
        }
        return named;
    }

    /** A new command of that name, as picocli takes it. */
    static Object create(String name, Session session) {
        Function<Session, Object> command = ALL.get(name);
        if (command == null) {
            throw new IllegalArgumentException("no command: " + name);
        }
        return command.apply(session);
    }

    private static Map<String, Function<Session, Object>> all() {
        Map<String, Function<Session, Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("enqueue", EnqueueCommand::new);
        commands.put("dead-letters", DeadLettersCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("ingest-server", session -> new IngestServerCommand(session.env()));
        return commands;
    }
}
