package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** Puts an {@link HttpIngest} together, beginning with the defaults of the configuration. For one thread. */
public final class HttpIngestBuilder {

    private static final Duration USUAL_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final String endpoint;
    private Supplier<Secret> token;
    private Duration requestTimeout = Duration.ofMinutes(2);
    private Duration connectTimeout = USUAL_CONNECT_TIMEOUT;
    private int gzipLevel = 3;
    private double maxRequestsPerSecond;
    private boolean allowInsecure;
    private ProxyChoice proxies = ProxyChoice.DIRECT;
    private String clientVersion = libraryVersion();

    HttpIngestBuilder(String endpoint, Secret token) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(token, "token");
        this.token = () -> token;
    }

    /** Asks for the token at each request, so that a rotated one is used at once. Thread-safe, and quick. */
    public HttpIngestBuilder token(Supplier<Secret> source) {
        token = Objects.requireNonNull(source, "token");
        return this;
    }

    /** All that one attempt may take, up to the last byte of the answer; 2 min by default, at most a day. */
    public HttpIngestBuilder requestTimeout(Duration longest) {
        requestTimeout = Objects.requireNonNull(longest, "requestTimeout");
        return this;
    }

    /** What looking up the host, connecting and the TLS handshake may take, each for itself; 10 s by default. */
    public HttpIngestBuilder connectTimeout(Duration longest) {
        connectTimeout = Objects.requireNonNull(longest, "connectTimeout");
        return this;
    }

    /** From 0 (none) to 9 (best); 3 by default. */
    public HttpIngestBuilder gzipLevel(int level) {
        gzipLevel = level;
        return this;
    }

    /** Most requests per second, retries included; 0, the default, for any number, else from 0.001 to 1,000,000. */
    public HttpIngestBuilder maxRequestsPerSecond(double most) {
        maxRequestsPerSecond = most;
        return this;
    }

    /** Lets the token travel over plain http to another machine, where others can read it on its way. Off by default. */
    public HttpIngestBuilder allowInsecure(boolean allow) {
        allowInsecure = allow;
        return this;
    }

    /** Which proxy requests go through; none by default. */
    public HttpIngestBuilder proxy(ProxyChoice choice) {
        proxies = Objects.requireNonNull(choice, "proxy");
        return this;
    }

    /** What stands behind {@code kaizen-sync-java/} in {@code X-Kaizen-Client}; the version of this library by default. */
    public HttpIngestBuilder clientVersion(String version) {
        clientVersion = Objects.requireNonNull(version, "clientVersion");
        return this;
    }

    /**
     * Checks it all.
     *
     * @throws IllegalArgumentException if the endpoint is not an http or https URL, or carries a user, query or fragment; if it is plain
     *     http to another machine and that is not allowed; if a time-out, level or version is out of range
     */
    public HttpIngest build() {
        HttpIngestSettings settings = new HttpIngestSettings(
                endpoint,
                token,
                requestTimeout,
                HttpIngestSettings.shorter(connectTimeout, requestTimeout),
                gzipLevel,
                clientVersion,
                proxies);
        if (!allowInsecure && PlainHttp.isReadableByOthers(URI.create(endpoint))) {
            throw new IllegalArgumentException(
                    "the endpoint is plain http to another machine, and the token could be read on its way; use https,"
                            + " or say allowInsecure(true)");
        }
        ResilientIngestGateway.requireRate(maxRequestsPerSecond);
        return new HttpIngest(settings, maxRequestsPerSecond);
    }

    /** As it stands in the manifest of our jar; classes outside of a jar have none. */
    private static String libraryVersion() {
        String version = HttpIngestBuilder.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
