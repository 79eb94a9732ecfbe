package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: what is configured, and where. */
@Command(name = "config", description = "Shows the configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private final Session session;

    ConfigCommand(Session session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), KaizenSyncCommand.MISSING_COMMAND);
    }

    /** {@code config show}: every key, the value that counts, and where it comes from. */
    @Command(name = "show", description = "Shows every key, the value that counts, and where it comes from.")
    int show() {
        KaizenConfig config = session.config();
        try (Engine engine = Engine.assemble(config)) {
            engine.requireExporters();
        }
        ConfigView view = new ConfigView(config);
        session.print(view::json, view::text);
        return ExitCode.DONE.code();
    }
}
