package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that is configured for a workspace.
 *
 * @param warnings what is odd and does not hinder; without secrets
 * @param settings every key with its value and where that comes from, in the order of the contract
 */
public record KaizenConfig(
        SyncConfig sync,
        TelemetryConfig telemetry,
        List<String> warnings,
        List<Setting> settings,
        Workspace workspace) {

    private static final String SYNC = "sync.";

    /** How long an exporter may take for one made-up row where nothing is set. */
    public static final Duration TRYING = Duration.ofSeconds(5);

    public KaizenConfig {
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(telemetry, "telemetry");
        warnings = List.copyOf(warnings);
        settings = List.copyOf(settings);
        Objects.requireNonNull(workspace, "workspace");
    }

    /**
     * Checks that what is needed to flush is there. Nothing is needed where sync is off.
     *
     * @throws ConfigException if an endpoint is set and {@code team_token}, {@code team_id} or {@code team_salt_hex} is not;
     *     names all that are missing and where they belong
     */
    public void requireFlushable() {
        List<String> missing = new ArrayList<>();
        if (sync.isOn()) {
            addIf(sync.teamToken().isEmpty(), "team_token", missing);
            addIf(sync.teamId().isEmpty(), "team_id", missing);
            addIf(sync.teamSaltHex().isEmpty(), "team_salt_hex", missing);
        }
        if (!missing.isEmpty()) {
            throw new ConfigException(
                    "sync.endpoint is set, but not " + String.join(", ", missing) + ": " + whereToPut(missing));
        }
    }

    /**
     * Checks that the team's salt is there.
     *
     * @param reason what it is needed for, as the beginning of a sentence
     * @throws ConfigException if {@code team_salt_hex} is not set; says where it belongs
     */
    public void requireSalt(String reason) {
        if (sync.teamSaltHex().isEmpty()) {
            throw new ConfigException(
                    reason + ", and sync.team_salt_hex is not set: " + whereToPut(List.of("team_salt_hex")));
        }
    }

    /** Keys that the server may not override, since the environment or {@code --set} gives them. */
    public Set<Overridable> pinned() {
        return settings.stream()
                .filter(setting -> setting.origin().source().compareTo(Origin.Source.SERVER) > 0)
                .flatMap(setting -> keyOf(setting).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The settings as they are where the server has said {@code overrides}. */
    public List<Setting> settingsUnder(ServerOverrides overrides) {
        ServerOverrides obeyed = overrides.without(pinned());
        return settings.stream()
                .map(setting -> keyOf(setting)
                        .flatMap(obeyed::valueOf)
                        .map(value -> new Setting(setting.key(), value, Origin.SERVER))
                        .orElse(setting))
                .toList();
    }

    private static Optional<Overridable> keyOf(Setting setting) {
        return setting.key().startsWith(SYNC)
                ? Overridable.named(setting.key().substring(SYNC.length()))
                : Optional.empty();
    }

    /** The same configuration with {@code exporter} in place of all that are configured. */
    public KaizenConfig withOnly(ExporterConfig exporter) {
        TelemetryConfig alone = new TelemetryConfig(telemetry.failOpen(), List.of(exporter));
        return new KaizenConfig(sync, alone, warnings, settings, workspace);
    }

    /**
     * The same configuration for trying exporters while somebody waits: where {@code sync.exporter_timeout_ms} is not set, the limit
     * is {@link #TRYING} instead of the default, which is meant for a flush.
     */
    public KaizenConfig forTrying() {
        boolean isSet = settings.stream()
                .anyMatch(setting -> setting.key().equals("sync.exporter_timeout_ms")
                        && setting.origin().source() != Origin.Source.DEFAULT);
        return isSet
                ? this
                : new KaizenConfig(sync.withExporterTimeout(TRYING), telemetry, warnings, settings, workspace);
    }

    /**
     * The same configuration for what goes to exporters alone: where {@code team_salt_hex} is not set, with the salt of this machine,
     * which is made where it is missing.
     *
     * @throws ConfigException if that salt cannot be read or made
     */
    public KaizenConfig withSaltOfThisMachine() {
        return sync.teamSaltHex().isEmpty()
                ? new KaizenConfig(
                        sync.withSalt(new LocalSalt(workspace).readOrMake()), telemetry, warnings, settings, workspace)
                : this;
    }

    private String whereToPut(List<String> missing) {
        List<String> variables = missing.stream()
                .map(key -> Environment.variableOf("sync." + key))
                .toList();
        return "put " + (missing.size() == 1 ? "it" : "them") + " under [sync] in " + workspace.userConfigFile()
                + ", or set " + String.join(", ", variables);
    }

    private static void addIf(boolean isMissing, String key, List<String> missing) {
        if (isMissing) {
            missing.add(key);
        }
    }
}
