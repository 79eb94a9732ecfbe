package io.kaizen.sync.application.port.out.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP proxy. Immutable; prints without user and password.
 *
 * @param host name or address
 * @param port from 1 to 65535
 * @param authorization value of the header {@code Proxy-Authorization}; empty where the proxy asks for none
 */
public record HttpProxy(String host, int port, Optional<Secret> authorization) {

    private static final int USUAL_PORT = 80;

    /** @throws IllegalArgumentException if the host is empty or the port out of range */
    public HttpProxy {
        Objects.requireNonNull(authorization, "authorization");
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("must have a host and a port from 1 to 65535");
        }
    }

    /**
     * Reads {@code http://[user:password@]host[:port]}; a slash may follow. User and password are percent-encoded.
     *
     * @throws IllegalArgumentException if {@code url} is anything else; the message does not show it
     */
    public static HttpProxy parse(String url) {
        URI uri = uriOf(url);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw wrong();
        }
        if (!uri.getRawPath().replace("/", "").isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong();
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        return new HttpProxy(
                uri.getHost(), port, Optional.ofNullable(uri.getRawUserInfo()).map(HttpProxy::basic));
    }

    @SuppressWarnings("UnusedException") // the cause's message shows the password
    private static URI uriOf(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException broken) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "must be http://host:port or http://user:password@host:port, where the user and the"
                        + " password are percent-encoded");
    }

    /** RFC 7617. */
    private static Secret basic(String userInfo) {
        String decoded = URLDecoder.decode(userInfo.replace("+", "%2B"), UTF_8);
        String credentials = decoded.contains(":") ? decoded : decoded + ":";
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
    }

    /** Host and port, as they stand in a URL. */
    public String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "HttpProxy[" + address() + "]";
    }
}
