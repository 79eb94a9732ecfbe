package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
