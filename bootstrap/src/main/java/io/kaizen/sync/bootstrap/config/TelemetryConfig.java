package io.kaizen.sync.bootstrap.config;

import java.util.List;

/**
 * The table {@code [telemetry]}, checked.
 *
 * @param failOpen whether a flush goes on where an exporter fails
 * @param exporters those that are to run, in the order of the file; disabled ones, and those skipped with a warning, are not among
 *     them
 */
public record TelemetryConfig(boolean failOpen, List<ExporterConfig> exporters) {

    public TelemetryConfig {
        exporters = List.copyOf(exporters);
    }
}
