package io.kaizen.sync.bootstrap.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** All commands, in the order in which the help lists them. */
final class Commands {

    private Commands() {}

    /** Name → picocli command. */
    static Map<String, Object> all(Session session) {
        Map<String, Object> commands = new LinkedHashMap<>();
        commands.put("run", new RunCommand(session));
        commands.put("status", new StatusCommand(session));
        commands.put("enqueue", new EnqueueCommand(session));
        commands.put("dead-letters", new DeadLettersCommand(session));
        commands.put("verify", new VerifyCommand(session));
        commands.put("telemetry", TelemetryCommand.with(session));
        commands.put("config", new ConfigCommand(session));
        commands.put("demo", new DemoCommand(session));
        commands.put("ingest-server", new IngestServerCommand(session.env()));
        return commands;
    }
}
