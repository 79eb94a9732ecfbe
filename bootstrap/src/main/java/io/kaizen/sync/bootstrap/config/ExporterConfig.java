package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.secret.Secret;
import java.util.Map;
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

    /**
     * Sends OTLP over HTTP.
     *
     * @param logs empty if nothing that becomes a log record is sent; one of the two is there
     * @param traces empty if tool spans are not sent
     */
    record Otlp(Optional<Signal> logs, Optional<Signal> traces) implements ExporterConfig {

        /**
         * The way of one signal.
         *
         * @param url whole, and used as it is
         * @param headers by name in lower case
         */
        public record Signal(String url, Map<String, Secret> headers) {

            public Signal {
                headers = Map.copyOf(headers);
            }

            /** Without the names of the headers: a token may have got among them. */
            @Override
            public String toString() {
                return "Signal[url=" + url + ", headers=" + headers.size() + "]";
            }
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.otlp(this);
        }
    }
}
