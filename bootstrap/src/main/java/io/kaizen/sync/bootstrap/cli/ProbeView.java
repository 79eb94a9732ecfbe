package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.ProbeExporters.Probe;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.console.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two ways to show what became of made-up rows at each exporter. */
record ProbeView(List<Probe> probes, List<Skipped> skipped) {

    ProbeView {
        probes = List.copyOf(probes);
        skipped = List.copyOf(skipped);
    }

    /** 0 only where every exporter that is meant to run has taken them. */
    ExitCode exitCode() {
        if (!skipped.isEmpty()) {
            return ExitCode.ACT;
        }
        return ExporterTrouble.exitCode(
                probes.stream().flatMap(probe -> probe.failure().stream()).toList());
    }

    /** An object with one entry per exporter. */
    Object json() {
        List<Object> entries = new ArrayList<>();
        for (Probe probe : probes) {
            entries.add(entry(
                    probe.exporter(),
                    probe.failure().map(ExporterTrouble::describe).orElse(null)));
        }
        for (Skipped missing : skipped) {
            entries.add(entry(missing.type(), ExporterTrouble.describe(missing)));
        }
        Map<String, @Nullable Object> object = Json.object();
        object.put("exporters", entries);
        return object;
    }

    /** A line per exporter. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        probes.forEach(probe -> lines.add(probe.exporter() + ": "
                + probe.failure().map(ExporterTrouble::describe).orElse("ok")));
        skipped.forEach(missing -> lines.add(missing.type() + ": " + ExporterTrouble.describe(missing)));
        return lines;
    }

    private static Object entry(String name, @Nullable String reason) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("name", name);
        object.put("ok", reason == null);
        object.put("reason", reason);
        return object;
    }
}
