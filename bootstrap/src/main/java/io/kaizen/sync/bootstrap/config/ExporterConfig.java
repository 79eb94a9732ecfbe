package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.secret.Secret;
import java.util.Optional;

/** One exporter that is to run, from a table of {@code [[telemetry.exporters]]}. Immutable. */
public sealed interface ExporterConfig {

    /** Applies exactly one of {@code cases}; a new type of exporter breaks every handler at compile time. */
    <R> R fold(Cases<R> cases);

    /** One method per type. */
    interface Cases<R> {
        R file(File exporter);

        R dev(Dev exporter);

        R postHog(PostHog exporter);

        R datadog(Datadog exporter);

        R otlp(Otlp exporter);
    }

    /**
     * Appends a summary per batch to a file.
     *
     * @param path as configured, not checked; empty for the default
     * @param source where the path is configured, to begin a message about it with
     */
    record File(Optional<String> path, String source) implements ExporterConfig {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.file(this);
        }
    }

    /** Logs a line per batch. */
    record Dev() implements ExporterConfig {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.dev(this);
        }
    }

    /** Sends to PostHog at {@code host}, a base URL without trailing slashes. */
    record PostHog(String host, Secret projectApiKey) implements ExporterConfig {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.postHog(this);
        }
    }

    /**
     * Sends to Datadog.
     *
     * @param site domain of a Datadog site
     * @param logsUrl the whole URL instead of the one that follows from {@code site}
     */
    record Datadog(String site, Secret apiKey, Optional<String> logsUrl) implements ExporterConfig {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.datadog(this);
        }
    }

    /** Sends OTLP over HTTP below {@code endpoint}, a base URL without trailing slashes. */
    record Otlp(String endpoint) implements ExporterConfig {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.otlp(this);
        }
    }
}
