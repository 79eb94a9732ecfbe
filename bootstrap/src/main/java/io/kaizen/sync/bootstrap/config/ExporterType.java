package io.kaizen.sync.bootstrap.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of {@code type} in a table of an exporter, each with the keys that it may have there. */
enum ExporterType {
    FILE(true, "path"),
    POSTHOG(true, "host", "project_api_key"),
    DATADOG(true, "site", "api_key", "logs_url"),
    OTLP(false, "endpoint"),
    DEV(true),
    NONE(true);

    /** Those whose value must not be shown. */
    static final List<String> SECRETS = List.of("project_api_key", "api_key");

    private final boolean built;

    @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList(), so nobody can change it
    private final List<String> keys;

    ExporterType(boolean built, String... ownKeys) {
        this.built = built;
        this.keys =
                Stream.concat(Stream.of("type", "enabled"), Stream.of(ownKeys)).toList();
    }

    /** As it is written in the file. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> keys() {
        return keys;
    }

    /** Whether this program has such an exporter already. */
    boolean isBuilt() {
        return built;
    }

    static Optional<ExporterType> of(String text) {
        return Stream.of(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    static List<String> texts() {
        return Stream.of(values()).map(ExporterType::text).toList();
    }
}
