package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Setting;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Two ways to show a configuration. Of a secret both show only whether there is one. */
record ConfigView(KaizenConfig config, ServerOverrides overrides) {

    private static final String RETENTION = "sync.retain_sent_days";

    /** The default depends on the database, which is not opened here. */
    private static final String USUAL_RETENTION = "7, or 0 in a database of kaizen's";

    ConfigView {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(overrides, "overrides");
    }

    /** Where we are, the keys with their values and origins, the warnings. */
    Object json() {
        Workspace workspace = config.workspace();
        Map<String, @Nullable Object> settings = Json.object();
        for (Setting setting : settings()) {
            Map<String, @Nullable Object> entry = Json.object();
            entry.put("value", shown(setting.value()));
            entry.put("origin", setting.origin().toString());
            settings.put(setting.key(), entry);
        }
        Map<String, @Nullable Object> object = Json.object();
        object.put("workspace", workspace.root().toString());
        object.put("home", workspace.home().toString());
        object.put("db", workspace.database().toString());
        object.put("settings", settings);
        object.put("warnings", config.warnings());
        return object;
    }

    /** The same for people. */
    List<String> text() {
        Workspace workspace = config.workspace();
        List<String> lines = new ArrayList<>();
        lines.add("workspace  " + workspace.root());
        lines.add("home       " + workspace.home());
        lines.add("outbox     " + workspace.database());
        lines.add("");
        int width = widthOf(settings());
        for (Setting setting : settings()) {
            String assignment = TextGuard.oneLine(assignment(setting));
            lines.add(assignment + " ".repeat(Math.max(0, width - assignment.length())) + "  # " + setting.origin());
        }
        return lines;
    }

    private List<Setting> settings() {
        return config.settingsUnder(overrides);
    }

    private static int widthOf(List<Setting> settings) {
        int widest = 0;
        for (Setting setting : settings) {
            widest = Math.max(widest, assignment(setting).length());
        }
        return Math.min(widest, 60);
    }

    private static String assignment(Setting setting) {
        boolean isUsual = setting.key().equals(RETENTION) && setting.value().equals(Optional.empty());
        return setting.key() + " = " + (isUsual ? USUAL_RETENTION : Json.write(shown(setting.value())));
    }

    private static @Nullable Object shown(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> shown(present)).orElse(null);
        }
        // Its text is three stars, or nothing.
        return value instanceof Secret secret ? secret.toString() : value;
    }
}
