package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.in.ProbeExporters.Probe;
import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.DuplicateExporterException;
import io.kaizen.sync.bootstrap.config.ExporterForm;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.NewExporter;
import io.kaizen.sync.bootstrap.config.UserConfigFile;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.Questions;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code telemetry configure}: adds an exporter to the user's configuration. */
@Command(
        name = "configure",
        description = "Adds an exporter to the user's config.toml, after it has taken made-up rows."
                + " Asks for what is not given.")
final class TelemetryConfigureCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryConfigureCommand.class);

    private final CommandSession session;

    @Option(names = "--type", paramLabel = "TYPE", description = "file, posthog, datadog, otlp or dev.")
    private @Nullable String type;

    @Mixin
    private ConfigureFlags flags = new ConfigureFlags();

    @Option(names = "--non-interactive", description = "Asks nothing; what is missing ends the command.")
    private boolean nonInteractive;

    @Option(names = "--no-check", description = "Adds it without trying it.")
    private boolean noCheck;

    TelemetryConfigureCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.config();
        Optional<Questions> questions = nonInteractive ? Optional.empty() : session.questions();
        ExporterDialogue dialogue = new ExporterDialogue(questions, session.env());
        ExporterForm form = dialogue.choose(Optional.ofNullable(type));
        SecretSource secrets = new SecretSource(session.env(), session.console().in());
        NewExporter exporter = checked(form, dialogue.fill(form, flags.values(form, secrets)));

        UserConfigFile file = new UserConfigFile(config.workspace(), session.env());
        Optional<Path> shadowed = file.shadowed();
        add(exporter, config, file);
        shadowed.ifPresent(project -> session.say(
                "the exporters in " + project + " do not count any more: those of " + file.path() + " win"));
        session.print(() -> json(form, exporter, file), () -> text(form, exporter, file));
        return ExitCode.DONE.code();
    }

    private NewExporter checked(ExporterForm form, Map<String, Secret> values) {
        try {
            NewExporter exporter = NewExporter.of(form, values, session.env());
            exporter.warnings().forEach(warning -> LOG.warn("{}", warning));
            return exporter;
        } catch (ConfigException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private void add(NewExporter exporter, KaizenConfig config, UserConfigFile file) {
        try {
            // Before anything is sent: who gets a refusal has not been charged for it, and has not waited.
            file.requireRoomFor(exporter);
            if (!noCheck) {
                require(exporter, config);
            }
            file.add(exporter);
        } catch (DuplicateExporterException duplicate) {
            throw CommandException.usage(String.valueOf(duplicate.getMessage()));
        }
    }

    private void require(NewExporter exporter, KaizenConfig config) {
        session.say("trying it with a made-up event and a made-up tool span");
        try (Engine engine = Engine.assemble(config.withOnly(exporter.config()).forTrying())) {
            ProbeExporters exporters = engine.probeExporters();
            List<ExportFailure> failures = exporters.probe(Set.copyOf(exporters.exporters())).stream()
                    .map(Probe::failure)
                    .flatMap(Optional::stream)
                    .toList();
            if (!failures.isEmpty()) {
                throw new CommandException(
                        ExporterTrouble.exitCode(failures),
                        "it did not take a made-up row: " + ExporterTrouble.describe(failures.get(0))
                                + "; nothing is added (--no-check adds it all the same)");
            }
        }
    }

    private static List<String> text(ExporterForm form, NewExporter exporter, UserConfigFile file) {
        List<String> lines = new ArrayList<>();
        lines.add("added an exporter of type " + form.type() + " to " + file.path());
        exporter.fromEnvironment()
                .forEach((key, variable) ->
                        lines.add(key + " is taken from " + variable + " each time; it is not in the file"));
        return lines;
    }

    private Object json(ExporterForm form, NewExporter exporter, UserConfigFile file) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("added", form.type());
        object.put("file", file.path().toString());
        object.put("checked", !noCheck);
        object.put("from_environment", List.copyOf(exporter.fromEnvironment().keySet()));
        return object;
    }
}
