package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Setting;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.domain.secret.Secret;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to show what is configured for exporters, each value with its origin. Of a secret both show only whether there is one.
 *
 * @param names of the exporters that run, in their order
 */
record TelemetryConfigView(KaizenConfig config, List<String> names) {

    private static final String TELEMETRY = "telemetry.";
    private static final String TABLES = "telemetry.exporters[";
    private static final String TIMEOUT = "sync.exporter_timeout_ms";

    TelemetryConfigView {
        Objects.requireNonNull(config, "config");
        names = List.copyOf(names);
    }

    /** The tables as objects, each key with value and origin as in {@code config show}; the value is null where nothing is set. An exporter that does not run has no name. */
    Object json() {
        Map<String, @Nullable Object> object = Json.object();
        for (Setting setting : general()) {
            object.put(lastPart(setting.key()), entry(setting));
        }
        List<Object> exporters = new ArrayList<>();
        for (Table table : tables()) {
            Map<String, @Nullable Object> exporter = Json.object();
            exporter.put("name", table.name().orElse(null));
            table.settings().forEach(setting -> exporter.put(lastPart(setting.key()), entry(setting)));
            exporter.put("skipped", table.skipped().map(TextGuard::oneLine).orElse(null));
            exporters.add(exporter);
        }
        object.put("exporters", exporters);
        return object;
    }

    /** The same in TOML's form. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        for (Setting setting : general()) {
            lines.add("[" + setting.key().substring(0, setting.key().indexOf('.')) + "]");
            lines.add(line(setting));
            lines.add("");
        }
        List<Table> tables = tables();
        if (tables.isEmpty()) {
            lines.add("# no exporter is configured; 'kaizen-sync telemetry configure' adds one");
        }
        for (Table table : tables) {
            lines.add("[[telemetry.exporters]]" + table.remark());
            table.settings().forEach(setting -> lines.add(line(setting)));
            lines.add("");
        }
        return lines;
    }

    /** What is set, or would be, in one table of an exporter. */
    private record Table(List<Setting> settings, Optional<String> name, Optional<String> skipped) {

        String remark() {
            return name.map(own -> "  # " + own)
                    .or(() -> skipped.map(reason -> "  # skipped: " + TextGuard.oneLine(reason)))
                    .orElse("  # does not run");
        }
    }

    private List<Setting> general() {
        return config.settings().stream()
                .filter(setting -> setting.key().equals(TIMEOUT) || isGeneralTelemetry(setting.key()))
                .toList();
    }

    private static boolean isGeneralTelemetry(String key) {
        return key.startsWith(TELEMETRY) && !key.startsWith("telemetry.exporters");
    }

    private List<Table> tables() {
        Map<String, List<Setting>> byTable = new LinkedHashMap<>();
        config.settings().stream()
                .filter(setting -> setting.key().startsWith(TABLES))
                .forEach(setting -> byTable.computeIfAbsent(tableOf(setting.key()), table -> new ArrayList<>())
                        .add(setting));
        Iterator<String> next = names.iterator();
        List<Table> tables = new ArrayList<>();
        byTable.forEach((key, settings) -> {
            Optional<String> skipped = config.telemetry().skipped().stream()
                    .filter(each -> each.table().equals(key))
                    .map(Skipped::reason)
                    .findFirst();
            boolean runs = skipped.isEmpty() && isMeantToRun(settings) && next.hasNext();
            tables.add(new Table(settings, runs ? Optional.of(next.next()) : Optional.empty(), skipped));
        });
        return tables;
    }

    /** The others are not made, and so have no name. */
    private static boolean isMeantToRun(List<Setting> table) {
        return table.stream()
                .noneMatch(setting -> (lastPart(setting.key()).equals("enabled")
                                && setting.value().equals(false))
                        || (lastPart(setting.key()).equals("type")
                                && setting.value().equals("none")));
    }

    private static Object entry(Setting setting) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("value", shown(setting.value()));
        object.put("origin", setting.origin().toString());
        return object;
    }

    private static String line(Setting setting) {
        String key = lastPart(setting.key());
        Object value = shown(setting.value());
        boolean isSet = value != null;
        String assignment = isSet ? key + " = " + Json.write(value) : "# " + key + " is not set";
        return TextGuard.oneLine(assignment + (isSet ? "  # " + setting.origin() : ""));
    }

    private static String tableOf(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Of what we do not know only its own text is shown, in which secrets are masked. */
    private static @Nullable Object shown(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> shown(present)).orElse(null);
        }
        if (value instanceof Secret secret) {
            return secret.isEmpty() ? null : secret.toString();
        }
        if (value instanceof Boolean || value instanceof Number) {
            return value;
        }
        String text = value.toString();
        return text.isEmpty() ? null : text;
    }
}
