package io.kaizen.sync.bootstrap.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the configuration: the project's file, the user's file over it, the environment over both, and {@code --set} over all,
 * key by key. An array is one value: the {@code [[telemetry.exporters]]} of the winning file replace those of the other.
 */
public final class ConfigLoader {

    private final Map<String, RawValue> winners = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private ConfigLoader() {}

    /**
     * Reads and checks everything.
     *
     * @param env the environment
     * @param sets what was given with {@code --set}, as {@code KEY=VALUE}; of equal keys the last counts
     * @throws ConfigException if a file cannot be read or parsed, or a value that counts is wrong
     */
    public static KaizenConfig load(Workspace workspace, Map<String, String> env, List<String> sets) {
        return new ConfigLoader().loadFrom(workspace, new Environment(env), sets);
    }

    private KaizenConfig loadFrom(Workspace workspace, Environment environment, List<String> sets) {
        warnings.addAll(FileSafety.ofFolder(workspace.home()));
        warnings.addAll(FileSafety.ofFolder(workspace.projectDir()));
        workspace.configFiles().forEach(this::takeFile);
        OldOutbox.warning(workspace).ifPresent(warnings::add);
        Environment.KEYS.forEach(
                key -> environment.value(key, Environment.variableOf(key)).ifPresent(this::take));
        sets.forEach(set -> takeOption(SetOption.parse(set)));

        ValueReader values = new ValueReader(winners);
        SyncConfig sync = new SyncConfigReader(values, environment, warnings).read();
        TelemetryConfig telemetry = new TelemetryConfigReader(values, environment, warnings).read();
        return new KaizenConfig(sync, telemetry, warnings, values.settings(), workspace);
    }

    private void takeFile(Path path) {
        TomlFile.read(path).ifPresent(this::takeFile);
    }

    private void takeFile(TomlFile file) {
        boolean holdsSecret = false;
        for (String table : ConfigKeys.TABLES) {
            for (RawValue value : file.valuesOf(table)) {
                holdsSecret |= value.holdsSecret();
                if (ConfigKeys.ALL.contains(value.key())) {
                    takeUnlessLeftEmpty(value);
                } else if (!ConfigKeys.KAIZENS.contains(value.key())) {
                    warnings.add(value.origin() + ": unknown key " + UnknownName.describe(value.key(), ConfigKeys.ALL));
                }
            }
        }
        warnAboutMisspelt(file);
        warnings.addAll(FileSafety.ofFile(file.path(), holdsSecret));
    }

    /** A template that a user's file was made from hides nothing that the project's file says. */
    private void takeUnlessLeftEmpty(RawValue value) {
        boolean isLeftEmpty = ConfigKeys.OF_THE_TEAM.contains(value.key()) && value.isEmptyText();
        if (!isLeftEmpty || !winners.containsKey(value.key())) {
            take(value);
        }
    }

    /** Outside of our tables other features of kaizen are configured, now and in times to come: only what is nearly ours is told. */
    private void warnAboutMisspelt(TomlFile file) {
        file.root().properties().forEach(field -> {
            String name = field.getKey();
            if (!ConfigKeys.TABLES.contains(name) && !ConfigKeys.TABLES_OF_KAIZEN.contains(name)) {
                boolean isTable = field.getValue().isContainerNode();
                UnknownName.nearest(name, isTable ? ConfigKeys.TABLES : ConfigKeys.ALL)
                        .ifPresent(near -> warnings.add(file.placeOf(TomlLocator.pathOf("", name)) + ": unknown "
                                + (isTable
                                        ? "table [" + UnknownName.shown(name) + "]"
                                        : "key " + UnknownName.shown(name))
                                + "; did you mean " + (isTable ? "[" + near + "]" : near) + "?"));
            }
        });
    }

    private void takeOption(RawValue value) {
        if (value.holdsSecret()) {
            warnings.add("--set " + value.key() + ": other users can see the command line; better set it in a file"
                    + " or as " + Environment.variableOf(value.key()));
        }
        take(value);
    }

    private void take(RawValue value) {
        winners.put(value.key(), value);
    }
}
