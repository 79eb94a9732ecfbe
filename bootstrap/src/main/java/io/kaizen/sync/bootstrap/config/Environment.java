package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the environment says. A variable that is empty counts as not set, as in most programs. */
final class Environment {

    /** The keys that a variable of our own may set. */
    static final List<String> KEYS = List.of("sync.endpoint", "sync.team_token", "sync.team_id", "sync.team_salt_hex");

    private static final String PREFIX = "KAIZEN_";

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Name of the variable that sets {@code key}: {@code KAIZEN_SYNC_ENDPOINT} for {@code sync.endpoint}. */
    static String variableOf(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** All of it. */
    Map<String, String> variables() {
        return variables;
    }

    /** How to read a path that the user wrote. */
    UserPaths paths() {
        return new UserPaths(variables);
    }

    /** The value of {@code variable}, as that of {@code key}. */
    Optional<RawValue> value(String key, String variable) {
        return Optional.ofNullable(variables.get(variable))
                .filter(text -> !text.isEmpty())
                .map(text -> LocaleText.requireWhole(variable, text))
                .map(text -> requireUnquoted(variable, text))
                .map(text -> RawValue.ofText(key, TextNode.valueOf(text), text, Origin.environment(variable)));
    }

    /** Files of variables, as containers and systemd read them, hand over the quotes that a shell would take away. */
    private static String requireUnquoted(String variable, String text) {
        char first = text.charAt(0);
        boolean isQuoted =
                text.length() > 1 && (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
        if (isQuoted) {
            throw new ConfigException(
                    variable + " begins and ends with a quotation mark, which would be part of its value;"
                            + " write it without");
        }
        return text;
    }

    /** The value that {@code variable} gives to a key of an exporter: under its own name, else with {@code KAIZEN_} before. */
    Optional<RawValue> standardValue(String key, String variable) {
        return value(key, variable).or(() -> value(key, PREFIX + variable));
    }
}
