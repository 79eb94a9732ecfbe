package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.wiring.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telemetry test}: whether the exporters work. */
@Command(
        name = "test",
        description = "Sends a made-up event and a made-up tool span to each exporter, side by side, and says what"
                + " became of them.")
final class TelemetryTestCommand implements Callable<Integer> {

    private final CommandSession session;

    @Option(
            names = "--exporter",
            paramLabel = "NAME",
            description = "Only this one: its type, with a number from the second of a type on (file, file-2).")
    private @Nullable String only;

    TelemetryTestCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.config();
        try (Engine engine = Engine.assemble(config.forTrying())) {
            ProbeExporters exporters = engine.probeExporters();
            List<String> names = exporters.exporters();
            List<Skipped> skipped = config.telemetry().skipped();
            if (names.isEmpty() && skipped.isEmpty()) {
                throw ExporterTrouble.noneConfigured(config.telemetry());
            }
            Set<String> wanted = only == null ? Set.copyOf(names) : Set.of(only);
            List<Skipped> reported = only == null ? skipped : skippedInsteadOf(only, names, skipped);
            if (only != null && !names.contains(only) && reported.isEmpty()) {
                throw CommandException.usage("there is no exporter '" + TextGuard.oneLine(only) + "'; "
                        + (names.isEmpty() ? "none can run" : "there are " + String.join(", ", names)));
            }
            ProbeView view = new ProbeView(exporters.probe(wanted), reported);
            session.print(view::json, view::text);
            return view.exitCode().code();
        }
    }

    /** Those that would have had this name. */
    private static List<Skipped> skippedInsteadOf(String name, List<String> names, List<Skipped> skipped) {
        return names.contains(name)
                ? List.of()
                : skipped.stream().filter(each -> each.type().equals(name)).toList();
    }
}
