package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.bootstrap.config.ExporterConfig.Otlp;
import java.util.Objects;

/**
 * Tells whether two exporters send to the same place, by a text that may hold a secret. In PostHog the key names the project; in Datadog
 * an organisation has many keys, so that the address alone counts.
 */
final class Destinations implements ExporterConfig.Cases<String> {

    private static final String USUAL_FILE = "telemetry.ndjson";

    private final Workspace workspace;

    Destinations(Workspace workspace) {
        this.workspace = Objects.requireNonNull(workspace, "workspace");
    }

    @Override
    public String file(ExporterConfig.File exporter) {
        return "file "
                + workspace
                        .projectDir()
                        .resolve(exporter.path().orElse(USUAL_FILE))
                        .normalize();
    }

    @Override
    public String dev(ExporterConfig.Dev exporter) {
        return "dev";
    }

    @Override
    public String postHog(ExporterConfig.PostHog exporter) {
        return "posthog " + exporter.host() + " " + exporter.projectApiKey().reveal();
    }

    @Override
    public String datadog(ExporterConfig.Datadog exporter) {
        return "datadog " + exporter.logsUrl().orElse("site " + exporter.site());
    }

    @Override
    public String otlp(ExporterConfig.Otlp exporter) {
        return "otlp " + exporter.logs().map(Otlp.Signal::url) + " "
                + exporter.traces().map(Otlp.Signal::url);
    }
}
