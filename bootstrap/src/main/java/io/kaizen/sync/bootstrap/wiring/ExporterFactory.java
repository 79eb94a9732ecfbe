package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.telemetry.DevExporter;
import io.kaizen.sync.adapter.telemetry.NdjsonFileExporter;
import io.kaizen.sync.adapter.telemetry.datadog.DatadogExporter;
import io.kaizen.sync.adapter.telemetry.datadog.DatadogSettings;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.otlp.OtlpExporter;
import io.kaizen.sync.adapter.telemetry.otlp.OtlpSettings;
import io.kaizen.sync.adapter.telemetry.posthog.PostHogExporter;
import io.kaizen.sync.adapter.telemetry.posthog.PostHogSettings;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.bootstrap.config.ExporterConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.net.URI;
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

    private final Workspace workspace;
    private final InstantSource clock;
    private final Supplier<ExporterHttp> http;
    private final Map<String, Integer> named = new HashMap<>();

    /** @param http makes a way to a server, with connections of its own, for each exporter that needs one */
    ExporterFactory(Workspace workspace, InstantSource clock, Supplier<ExporterHttp> http) {
        this.workspace = workspace;
        this.clock = clock;
        this.http = http;
    }

    @Override
    public Optional<Exporter> file(ExporterConfig.File config) {
        return Optional.of(new NdjsonFileExporter(nameFor("file"), NdjsonFiles.pathOf(config, workspace), clock));
    }

    @Override
    public Optional<Exporter> dev(ExporterConfig.Dev config) {
        String name = nameFor("dev");
        return Optional.of(new DevExporter(name, line -> LOG.info("{}: {}", name, line)));
    }

    @Override
    public Optional<Exporter> postHog(ExporterConfig.PostHog config) {
        PostHogSettings settings = new PostHogSettings(URI.create(config.host()), config.projectApiKey());
        return Optional.of(new PostHogExporter(nameFor("posthog"), settings, http.get()));
    }

    @Override
    public Optional<Exporter> datadog(ExporterConfig.Datadog config) {
        String hostname = HostName.get();
        DatadogSettings settings = config.logsUrl()
                .map(url -> new DatadogSettings(URI.create(url), config.apiKey(), hostname))
                .orElseGet(() -> DatadogSettings.ofSite(config.site(), config.apiKey(), hostname));
        return Optional.of(new DatadogExporter(nameFor("datadog"), settings, http.get(), clock));
    }

    @Override
    public Optional<Exporter> otlp(ExporterConfig.Otlp config) {
        OtlpSettings settings = new OtlpSettings(
                config.logs().map(ExporterFactory::signal),
                config.traces().map(ExporterFactory::signal),
                ProductVersion.get());
        return Optional.of(new OtlpExporter(nameFor("otlp"), settings, http.get(), clock));
    }

    private static OtlpSettings.Signal signal(ExporterConfig.Otlp.Signal config) {
        return new OtlpSettings.Signal(URI.create(config.url()), config.headers());
    }

    private String nameFor(String type) {
        return nameOf(type, named.merge(type, 1, Integer::sum));
    }

    /** The name of the exporter of {@code type} that is the {@code number}th of those that run, counted from 1. */
    static String nameOf(String type, int number) {
        return number == 1 ? type : type + "-" + number;
    }
}
