package io.kaizen.sync.bootstrap.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of {@code type} in a table of an exporter, each with the keys that it may have there. */
enum ExporterType {
    FILE("path"),
    POSTHOG("host", "project_api_key"),
    DATADOG("site", "api_key", "logs_url"),
    OTLP("endpoint", "logs_endpoint", "traces_endpoint", "headers", "logs_headers", "traces_headers"),
    DEV,
    NONE;

    /** Those whose value must not be shown. */
    static final List<String> SECRETS =
            List.of("project_api_key", "api_key", "headers", "logs_headers", "traces_headers");

    @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList(), so nobody can change it
    private final List<String> keys;

    ExporterType(String... ownKeys) {
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

    static Optional<ExporterType> of(String text) {
        return Stream.of(values()).filter(type -> type.text().equals(text)).findFirst();
    }

    static List<String> texts() {
        return Stream.of(values()).map(ExporterType::text).toList();
    }
}
