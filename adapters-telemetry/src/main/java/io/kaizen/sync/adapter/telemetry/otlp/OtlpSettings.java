package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where to send, resolved per signal as the OpenTelemetry specification says ("OpenTelemetry Protocol Exporter"). Immutable.
 *
 * @param logs where log records go; empty if rows that become log records are not sent
 * @param traces where spans go; empty if tool spans are not sent
 * @param version of the program that sends, told as {@code service.version}
 */
public record OtlpSettings(Optional<Signal> logs, Optional<Signal> traces, String version) {

    public OtlpSettings {
        Objects.requireNonNull(logs, "logs");
        Objects.requireNonNull(traces, "traces");
        Objects.requireNonNull(version, "version");
    }

    /**
     * One signal's way.
     *
     * @param uri the whole URL, used as it is
     * @param headers by name; their values are often credentials
     */
    public record Signal(URI uri, Map<String, Secret> headers) {

        public Signal {
            Objects.requireNonNull(uri, "uri");
            headers = Map.copyOf(headers);
        }

        /** Without the headers. */
        @Override
        public String toString() {
            return "Signal[uri=" + uri + ", headers=" + headers.size() + "]";
        }

        /** What stands behind the scheme in values such as {@code Bearer t0ken}: servers repeat it alone. */
        Set<Secret> credentials() {
            return headers.values().stream()
                    .map(Secret::reveal)
                    .filter(value -> value.indexOf(' ') >= 0)
                    .map(value -> Secret.of(value.substring(value.lastIndexOf(' ') + 1)))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** A receiver's words, fit to be shown. */
        String tame(String words) {
            String scrubbed = words;
            for (Secret secret : headers.values()) {
                scrubbed = secret.scrub(scrubbed);
            }
            for (Secret secret : credentials()) {
                scrubbed = secret.scrub(scrubbed);
            }
            return ServerWords.tame(scrubbed, Secret.of(""));
        }
    }

    /**
     * Both signals below one base URL, at {@code /v1/logs} and {@code /v1/traces}.
     *
     * @param endpoint with or without slashes at its end
     * @param headers of every request
     */
    public static OtlpSettings below(URI endpoint, Map<String, Secret> headers, String version) {
        String base = endpoint.toString().replaceFirst("/+\\z", "");
        return new OtlpSettings(
                Optional.of(new Signal(URI.create(base + "/v1/logs"), headers)),
                Optional.of(new Signal(URI.create(base + "/v1/traces"), headers)),
                version);
    }
}
