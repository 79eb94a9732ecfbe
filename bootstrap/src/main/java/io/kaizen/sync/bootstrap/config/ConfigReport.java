package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows a configuration: every key, its value, and where that comes from. Of a secret it shows only whether it is set. */
public final class ConfigReport {

    private static final String SET = "(set)";
    private static final String NOT_SET = "(not set)";

    private final KaizenConfig config;

    public ConfigReport(KaizenConfig config) {
        this.config = config;
    }

    /** For people: a line per fact, in columns. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(aligned(whereWeAre()));
        lines.add("");
        lines.addAll(aligned(whatIsSet()));
        return lines;
    }

    /** For programs: maps, lists, strings, numbers, booleans and nulls. A secret is {@code {"set": true}} or {@code false}. */
    public Map<String, Object> json() {
        Map<String, Object> report = new LinkedHashMap<>();
        places().forEach((name, path) -> report.put(name, path.toString()));
        report.put(
                "files",
                config.workspace().configFiles().stream()
                        .map(file -> Map.of("path", file.toString(), "exists", Files.exists(file)))
                        .toList());
        Map<String, Object> settings = new LinkedHashMap<>();
        config.settings().forEach(setting -> settings.put(setting.key(), json(setting)));
        report.put("settings", settings);
        report.put("warnings", config.warnings());
        return report;
    }

    private List<List<String>> whereWeAre() {
        List<List<String>> rows = new ArrayList<>();
        places().forEach((name, path) -> rows.add(List.of(name, path.toString(), "")));
        for (Path file : config.workspace().configFiles()) {
            rows.add(List.of("file", file.toString(), Files.exists(file) ? "" : "(not there)"));
        }
        return rows;
    }

    private List<List<String>> whatIsSet() {
        return config.settings().stream()
                .map(setting -> List.of(
                        setting.key(), shown(setting.value()), setting.origin().toString()))
                .toList();
    }

    private Map<String, Path> places() {
        Map<String, Path> places = new LinkedHashMap<>();
        places.put("workspace", config.workspace().root());
        places.put("home", config.workspace().home());
        places.put("db", config.workspace().database());
        return places;
    }

    private static Map<String, Object> json(Setting setting) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (setting.value() instanceof Secret secret) {
            fields.put("set", !secret.isEmpty());
        } else {
            fields.put("value", plain(setting.value()));
        }
        fields.put("origin", setting.origin().toString());
        return fields;
    }

    private static @Nullable Object plain(Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private static String shown(Object value) {
        if (value instanceof Secret secret) {
            return secret.isEmpty() ? NOT_SET : SET;
        }
        Object plain = plain(value);
        if (plain == null) {
            return NOT_SET;
        }
        return plain instanceof String text ? '"' + text + '"' : plain.toString();
    }

    private static List<String> aligned(List<List<String>> rows) {
        int first = widest(rows, 0);
        int second = widest(rows, 1);
        return rows.stream()
                .map(row -> String.format(
                                Locale.ROOT,
                                "%-" + first + "s  %-" + second + "s  %s",
                                row.get(0),
                                row.get(1),
                                row.get(2))
                        .stripTrailing())
                .toList();
    }

    private static int widest(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
