package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.ReplayRows;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.row.RowId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telemetry push}: stored rows to the exporters, past the ingest server. */
@Command(
        name = "push",
        description = "Hands stored rows to the exporters, without touching the ingest server or the outbox."
                + " What an exporter has had before it gets twice.")
final class TelemetryPushCommand implements Callable<Integer> {

    private final CommandSession session;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only rows of this kind.")
    private @Nullable String kind;

    @Option(names = "--since-id", paramLabel = "N", description = "Only rows behind row N.")
    private long sinceId;

    @Option(names = "--all-sent", description = "Sent rows too; without it only those that wait to be sent.")
    private boolean allSent;

    @Option(names = "--dry-run", description = "Only says how many rows that would be.")
    private boolean dryRun;

    TelemetryPushCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        ReplayRows.Request request = request();
        KaizenConfig configured = session.config();
        requireDatabase(configured.workspace().database());
        KaizenConfig config = configured.withSaltOfThisMachine();
        try (GracefulStop stop = GracefulStop.onSignals(session.console().line());
                Engine engine = Engine.assemble(config, new FlushOptions(stop.sleeper(), FlushListener.NONE, false))) {
            stop.breakOffBy(engine::breakOffRequests);
            if (engine.exporterNames().isEmpty()) {
                throw nothingRuns(config.telemetry());
            }
            if (!dryRun) {
                session.say(
                        "what an exporter has had before it gets twice; the outbox and the ingest server are not touched");
            }
            PushView view = new PushView(
                    engine.replayRows().replay(request),
                    dryRun,
                    config.telemetry().skipped());
            session.print(view::json, view::text);
            return view.exitCode().code();
        }
    }

    private static CommandException nothingRuns(TelemetryConfig telemetry) {
        if (telemetry.skipped().isEmpty()) {
            return ExporterTrouble.noneConfigured(telemetry);
        }
        String reasons = telemetry.skipped().stream()
                .map(missing -> missing.type() + ": " + ExporterTrouble.describe(missing))
                .collect(Collectors.joining("; "));
        return new CommandException(ExitCode.ACT, "no exporter can run; " + reasons);
    }

    private ReplayRows.Request request() {
        if (sinceId < 0) {
            throw CommandException.usage("--since-id takes the id of a row, or 0, not " + sinceId);
        }
        return new ReplayRows.Request(
                Optional.ofNullable(kind).map(KindOption::parse), new RowId(sinceId), allSent, dryRun);
    }

    private static void requireDatabase(Path database) {
        if (Files.notExists(database)) {
            throw new CommandException(ExitCode.STORE, "there is no database " + database);
        }
    }
}
