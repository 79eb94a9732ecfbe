package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.telemetry.DevExporter;
import io.kaizen.sync.adapter.telemetry.NdjsonFileExporter;
import io.kaizen.sync.adapter.telemetry.NdjsonFilePath;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.ExporterConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes exporters from their configuration, each with a name of its own. For one thread. */
final class ExporterFactory implements ExporterConfig.Cases<Optional<Exporter>> {

    private static final Logger LOG = LoggerFactory.getLogger(ExporterFactory.class);

    private final NdjsonFilePath paths;
    private final InstantSource clock;

    @SuppressWarnings("UnusedVariable") // for the exporters that follow
    private final Supplier<ExporterHttp> http;

    private final Map<String, Integer> named = new HashMap<>();

    /** @param http makes a way to a server, with connections of its own, for each exporter that needs one */
    ExporterFactory(Workspace workspace, InstantSource clock, Supplier<ExporterHttp> http) {
        this.paths = new NdjsonFilePath(workspace.projectDir(), workspace.root(), workspace.database());
        this.clock = clock;
        this.http = http;
    }

    @Override
    public Optional<Exporter> file(ExporterConfig.File config) {
        return Optional.of(new NdjsonFileExporter(nameFor("file"), pathOf(config), clock));
    }

    @Override
    public Optional<Exporter> dev(ExporterConfig.Dev config) {
        String name = nameFor("dev");
        return Optional.of(new DevExporter(name, line -> LOG.info("{}: {}", name, line)));
    }

    @Override
    public Optional<Exporter> postHog(ExporterConfig.PostHog config) {
        return notBuiltYet("posthog");
    }

    @Override
    public Optional<Exporter> datadog(ExporterConfig.Datadog config) {
        return notBuiltYet("datadog");
    }

    @Override
    public Optional<Exporter> otlp(ExporterConfig.Otlp config) {
        return notBuiltYet("otlp");
    }

    private Path pathOf(ExporterConfig.File config) {
        try {
            return paths.resolve(config.path());
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(config.source() + ": " + refused.getMessage(), refused);
        }
    }

    private static Optional<Exporter> notBuiltYet(String type) {
        LOG.warn("this version has no {} exporter; it is skipped", type);
        return Optional.empty();
    }

    private String nameFor(String type) {
        int number = named.merge(type, 1, Integer::sum);
        return number == 1 ? type : type + "-" + number;
    }
}
