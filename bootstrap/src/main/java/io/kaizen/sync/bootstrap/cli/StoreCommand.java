package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code store}: the database as a whole. */
@Command(name = "store", description = "Looks after the database.", synopsisSubcommandLabel = "COMMAND")
final class StoreCommand implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    private final CommandSession session;

    StoreCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), KaizenSyncCommand.MISSING_COMMAND);
    }

    /** {@code store adopt}: this workspace takes the database over. */
    @Command(
            name = "adopt",
            description = "Makes the database that of this workspace, after the workspace was moved or renamed.")
    int adopt() {
        KaizenConfig config = session.configWithoutExporters();
        Path database = config.workspace().database();
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.STORE, "there is no database " + database);
        }
        Path workspace = config.workspace().root();
        try (Engine engine = Engine.assemble(config)) {
            Optional<Path> before = engine.adoptOutbox();
            before.filter(other -> !other.equals(workspace) && Files.isDirectory(other))
                    .ifPresent(other -> LOG.warn("{}", stillThere(other)));
            session.print(() -> json(database, workspace, before), () -> List.of(text(database, workspace, before)));
        }
        return ExitCode.DONE.code();
    }

    private static String stillThere(Path other) {
        return "the workspace " + other + " is still there: rows that it enqueued go out as those of the new workspace,"
                + " and from now on it needs a database of its own (--db)";
    }

    private static Map<String, @Nullable Object> json(Path database, Path workspace, Optional<Path> before) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("db", database.toString());
        object.put("workspace", workspace.toString());
        object.put("previous_workspace", before.map(Path::toString).orElse(null));
        return object;
    }

    private static String text(Path database, Path workspace, Optional<Path> before) {
        String was = before.filter(other -> !other.equals(workspace))
                .map(other -> ", before of " + other)
                .orElse("");
        return TextGuard.oneLine(database + " is the outbox of the workspace " + workspace + was);
    }
}
