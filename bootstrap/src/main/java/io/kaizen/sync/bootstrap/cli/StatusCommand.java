package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code status}: what lies in the outbox. */
@Command(name = "status", description = "Shows what is pending, claimed, sent and dead, and how the last flushes went.")
final class StatusCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCommand.class);

    private final CommandSession session;

    StatusCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.configWithoutExporters();
        StatusView view = viewOf(config);
        session.print(view::json, view::text);
        return ExitCode.DONE.code();
    }

    /** Looking does not create a database: one that is not there is empty. */
    private static StatusView viewOf(KaizenConfig config) {
        if (Files.notExists(config.workspace().database())) {
            LOG.warn(
                    "there is no database {} yet; nothing was enqueued there",
                    config.workspace().database());
            OutboxStatus empty = new OutboxStatus(new TreeMap<>(), Optional.empty(), 0, Optional.empty());
            return viewOf(config, empty, Optional.empty());
        }
        try (Engine engine = Engine.assemble(config)) {
            return viewOf(config, engine.status(), engine.overrides());
        }
    }

    private static StatusView viewOf(KaizenConfig config, OutboxStatus status, Optional<OverrideStore.Kept> overrides) {
        return new StatusView(config.workspace().database(), config.sync().endpoint(), status, overrides);
    }
}
