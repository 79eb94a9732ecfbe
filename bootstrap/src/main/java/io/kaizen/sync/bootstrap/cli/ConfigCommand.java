package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.nio.file.Files;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: what is configured, and where. */
@Command(name = "config", description = "Shows the configuration.", synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private final CommandSession session;

    ConfigCommand(CommandSession session) {
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
        ServerOverrides overrides;
        try (Engine engine = Engine.assemble(config)) {
            engine.requireExporters();
            overrides = overridesIn(engine, config);
        }
        ConfigView view = new ConfigView(config, overrides);
        session.print(view::json, view::text);
        return ExitCode.DONE.code();
    }

    /** Looking creates no database, and one that cannot be used does not hide the rest. */
    private static ServerOverrides overridesIn(Engine engine, KaizenConfig config) {
        if (!config.sync().isOn() || Files.notExists(config.workspace().database())) {
            return ServerOverrides.NONE;
        }
        try {
            return engine.overrides().map(OverrideStore.Kept::overrides).orElse(ServerOverrides.NONE);
        } catch (OutboxStoreException broken) {
            LOG.warn("without what the server overrides: {}", broken.getMessage());
            return ServerOverrides.NONE;
        }
    }
}
