package io.kaizen.sync.bootstrap.config;

import java.util.List;
import java.util.Objects;

/**
 * The table {@code [telemetry]}, checked.
 *
 * @param failOpen whether a flush goes on where an exporter fails
 * @param exporters those that are to run, in the order of the file; disabled ones, and those skipped with a warning, are not among
 *     them
 * @param skipped those that were meant to run and cannot
 * @param disabled how many are not meant to run
 */
public record TelemetryConfig(boolean failOpen, List<ExporterConfig> exporters, List<Skipped> skipped, int disabled) {

    public TelemetryConfig {
        exporters = List.copyOf(exporters);
        skipped = List.copyOf(skipped);
    }

    /** Where every exporter can run. */
    public TelemetryConfig(boolean failOpen, List<ExporterConfig> exporters) {
        this(failOpen, exporters, List.of(), 0);
    }

    /**
     * An exporter that was meant to run and cannot.
     *
     * @param file where the table stands, with the line
     * @param table its key, such as {@code telemetry.exporters[1]}
     * @param type as it stands in the table
     * @param reason what it lacks; holds no secret
     */
    public record Skipped(String file, String table, String type, String reason) {

        public Skipped {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(reason, "reason");
        }

        /** For people who expect the exporter to run; among {@link KaizenConfig#warnings}. */
        public String warning() {
            return file + ": " + table + " (" + type + ") is skipped: " + reason;
        }
    }
}
