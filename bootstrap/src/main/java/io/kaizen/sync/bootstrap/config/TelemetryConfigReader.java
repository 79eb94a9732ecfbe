package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [telemetry]}. */
final class TelemetryConfigReader {

    private final ValueReader values;
    private final Environment environment;
    private final List<String> warnings;

    /** @param warnings gets what is odd */
    TelemetryConfigReader(ValueReader values, Environment environment, List<String> warnings) {
        this.values = values;
        this.environment = environment;
        this.warnings = warnings;
    }

    TelemetryConfig read() {
        boolean failOpen = values.read("telemetry.fail_open", true, RawValue::flag);
        List<RawValue> tables =
                values.winner(ConfigKeys.EXPORTERS).map(RawValue::tables).orElse(List.of());
        if (tables.isEmpty()) {
            values.read(ConfigKeys.EXPORTERS, Optional.empty(), empty -> Optional.empty());
        }
        List<ExporterConfig> exporters = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        int disabled = 0;
        for (RawValue table : tables) {
            ExporterReader reader = new ExporterReader(table, values, environment, warnings);
            reader.read().ifPresent(exporters::add);
            reader.skipped().ifPresent(skipped::add);
            disabled += reader.isEnabled() ? 0 : 1;
        }
        return new TelemetryConfig(failOpen, exporters, skipped, disabled);
    }
}
