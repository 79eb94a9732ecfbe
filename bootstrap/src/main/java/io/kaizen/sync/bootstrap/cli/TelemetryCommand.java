package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.telemetry.ItemSchema;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code telemetry}: the exporters, looked at and tried without a flush. */
@Command(
        name = "telemetry",
        description = "Tries exporters, shows what they got, gives them stored rows, sets them up.",
        synopsisSubcommandLabel = "COMMAND")
final class TelemetryCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private final CommandSession session;

    private TelemetryCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    /** The command with its subcommands. */
    static CommandLine with(CommandSession session) {
        CommandLine telemetry = new CommandLine(new TelemetryCommand(session));
        telemetry.addSubcommand("test", new TelemetryTestCommand(session));
        telemetry.addSubcommand("tail", new TelemetryTailCommand(session));
        telemetry.addSubcommand("push", new TelemetryPushCommand(session));
        telemetry.addSubcommand("configure", new TelemetryConfigureCommand(session));
        return telemetry;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), KaizenSyncCommand.MISSING_COMMAND);
    }

    /** {@code telemetry print-effective-config}: what counts, wherever it comes from. */
    @Command(
            name = "print-effective-config",
            description = "Prints the exporters as they are configured, the environment included; secrets masked.")
    int printEffectiveConfig() {
        KaizenConfig config = session.config();
        List<String> names;
        try (Engine engine = Engine.assemble(config)) {
            names = engine.exporterNames();
        }
        TelemetryConfigView view = new TelemetryConfigView(config, names);
        session.print(view::json, view::text);
        return ExitCode.DONE.code();
    }

    /** {@code telemetry print-schema}: what is exported, for programs that read it. */
    @Command(
            name = "print-schema",
            description = "Prints the JSON Schema (2020-12) of what is exported: one item per row.")
    int printSchema() {
        session.print(ItemSchema::value, ItemSchema::lines);
        return ExitCode.DONE.code();
    }
}
