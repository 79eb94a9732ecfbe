package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.internal.transport.HttpTransport;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.Deflater;

/**
 * How to reach the ingest server. Messages of its exceptions never show the endpoint, which may hold a password.
 *
 * @param endpoint base URL, {@code http} or {@code https}, without user, query and fragment; trailing slashes are cut
 * @param token asked for each request, so that a rotated token is used at once; visible ASCII
 * @param requestTimeout all that one attempt may take, from the first look-up of the host to the last byte of the answer
 * @param connectTimeout what looking up the host, connecting and the TLS handshake may take, each for itself
 * @param gzipLevel 0 (none) to 9 (best), or {@value java.util.zip.Deflater#DEFAULT_COMPRESSION} for zlib's own choice
 * @param clientVersion stands in {@code X-Kaizen-Client}; visible ASCII
 * @param proxies which proxy requests go through
 */
public record HttpIngestSettings(
        String endpoint,
        Supplier<Secret> token,
        Duration requestTimeout,
        Duration connectTimeout,
        int gzipLevel,
        String clientVersion,
        ProxyChoice proxies) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(3);

    /**
     * @throws IllegalArgumentException if the endpoint is not such a URL, a timeout is not positive or longer than a day, the
     *     level is out of range or the version cannot stand in a header
     */
    public HttpIngestSettings {
        endpoint = checkedEndpoint(endpoint);
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(proxies, "proxies");
        requireTimeout("request timeout", requestTimeout);
        requireTimeout("connect timeout", connectTimeout);
        if (gzipLevel < Deflater.DEFAULT_COMPRESSION || gzipLevel > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("gzip level is not from -1 to 9: " + gzipLevel);
        }
        if (!HeaderText.isVisibleAscii(clientVersion)) {
            throw new IllegalArgumentException("the client version cannot stand in a header");
        }
    }

    /** The same without a proxy. */
    public HttpIngestSettings(
            String endpoint,
            Supplier<Secret> token,
            Duration requestTimeout,
            Duration connectTimeout,
            int gzipLevel,
            String clientVersion) {
        this(endpoint, token, requestTimeout, connectTimeout, gzipLevel, clientVersion, ProxyChoice.DIRECT);
    }

    private static String checkedEndpoint(String endpoint) {
        URI uri = parse(endpoint);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("endpoint is neither http:// nor https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("endpoint holds a user name or password");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("endpoint has no host name in ASCII");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint has a query or fragment");
        }
        return endpoint.replaceFirst("/+$", "");
    }

    @SuppressWarnings("UnusedException") // the cause's message shows the whole endpoint
    private static URI parse(String endpoint) {
        try {
            return new URI(endpoint);
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("endpoint is not a URL: " + broken.getReason());
        }
    }

    private static void requireTimeout(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(name + " is not between 0 and a day: " + timeout);
        }
    }

    /** The same for what a flush asks before it begins, and would rather not wait for: three seconds at most, its connection included. */
    public HttpIngestSettings forQuestions() {
        return new HttpIngestSettings(
                endpoint,
                token,
                shorter(requestTimeout, QUESTION_TIMEOUT),
                shorter(connectTimeout, QUESTION_TIMEOUT),
                gzipLevel,
                clientVersion,
                proxies);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * The token to be used now.
     *
     * @throws IllegalStateException if it cannot stand in a header
     */
    Secret checkedToken() {
        Secret now = token.get();
        if (!HeaderText.isVisibleAscii(now.reveal())) {
            throw new IllegalStateException(
                    "the team token is empty or holds blanks, line breaks or letters that no header may hold");
        }
        return now;
    }

    /** What stands in each request's head, by name. */
    Map<String, String> headers(Secret checkedToken) {
        String client = "kaizen-sync-java/" + clientVersion;
        return Map.of(
                "Authorization",
                "Bearer " + checkedToken.reveal(),
                "Accept-Encoding",
                "identity",
                "X-Kaizen-Client",
                client,
                // For what stands in between; without one of ours the library would name itself.
                "User-Agent",
                client);
    }

    HttpTransport.Settings transport(boolean keepsConnections) {
        return new HttpTransport.Settings(connectTimeout, requestTimeout, keepsConnections, proxies);
    }

    /** What to say of a request that took longer than it may. */
    String tooLate() {
        return "gave up after " + requestTimeout.toMillis() + " ms";
    }

    URI uriOf(String route) {
        return URI.create(endpoint + route);
    }
}
