package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kaizen.sync.domain.secret.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of {@code [[telemetry.exporters]]} that somebody wants to have, checked by the rules for one that stands in a file.
 * Immutable; has no {@code toString} of its own, for it may hold a secret.
 */
public final class NewExporter {

    private static final String NAME = "exporter";

    private final ObjectNode table;
    private final ExporterConfig config;
    private final boolean holdsSecret;
    private final List<String> warnings;
    private final Map<String, String> fromEnvironment;

    private NewExporter(
            ObjectNode table,
            ExporterConfig config,
            boolean holdsSecret,
            List<String> warnings,
            List<Setting> settings) {
        this.table = table;
        this.config = config;
        this.holdsSecret = holdsSecret;
        this.warnings = List.copyOf(warnings);
        this.fromEnvironment = environmentIn(settings);
    }

    /**
     * Checks a table.
     *
     * @param values by key; what is left out comes from {@code env}, also whenever the table is read again
     * @throws ConfigException if a value is wrong or missing; holds none of them
     */
    public static NewExporter of(ExporterForm form, Map<String, Secret> values, Map<String, String> env) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("type", form.type());
        boolean holdsSecret = false;
        for (ExporterForm.Field field : form.fields()) {
            Secret value = values.get(field.key());
            if (value != null) {
                table.put(field.key(), value.reveal());
                holdsSecret |= field.isSecret();
            }
        }
        RawValue written = RawValue.ofText(NAME, table, "", Origin.command("telemetry configure"));
        List<String> warnings = new ArrayList<>();
        ValueReader read = new ValueReader(Map.of());
        ExporterReader reader = new ExporterReader(written, read, new Environment(env), warnings);
        Optional<ExporterConfig> config = reader.read();
        return new NewExporter(
                table,
                config.orElseThrow(() -> written.wrong("cannot run: "
                        + reader.skipped().map(TelemetryConfig.Skipped::reason).orElse("it is not complete"))),
                holdsSecret,
                warnings,
                read.settings());
    }

    private static Map<String, String> environmentIn(List<Setting> settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Setting setting : settings) {
            if (setting.origin().source() == Origin.Source.ENVIRONMENT) {
                variables.put(
                        setting.key().substring(NAME.length() + 1),
                        setting.origin().toString());
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    /** What the table means here and now. */
    public ExporterConfig config() {
        return config;
    }

    /** What is odd about it and does not hinder; without secrets. */
    public List<String> warnings() {
        return warnings;
    }

    /** What is not in the table and comes from the environment each time: the variable by key, in order. */
    public Map<String, String> fromEnvironment() {
        return fromEnvironment;
    }

    boolean holdsSecret() {
        return holdsSecret;
    }

    ObjectNode table() {
        return table.deepCopy();
    }

    /** The table as lines of TOML. Values have no control characters, so that JSON's escapes, which are TOML's too, will do. */
    List<String> toml() {
        List<String> lines = new ArrayList<>();
        lines.add("[[" + ConfigKeys.EXPORTERS + "]]");
        table.properties()
                .forEach(entry -> lines.add(entry.getKey() + " = "
                        + TextNode.valueOf(entry.getValue().textValue())));
        return lines;
    }
}
