package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import io.kaizen.sync.domain.secret.Secret;
import java.security.MessageDigest;
import java.util.List;

/** Checks the {@code Authorization} header (RFC 6750, section 2.1). */
final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    BearerToken(Secret token) {
        expected = token.reveal().getBytes(UTF_8);
    }

    /** @throws RequestRefused 401 unless {@code headers} show this token, once */
    void check(Headers headers) throws RequestRefused {
        List<String> values = headers.getOrDefault("Authorization", List.of());
        if (values.size() != 1 || !matches(values.get(0))) {
            throw RequestRefused.of(401, "missing or wrong bearer token", "WWW-Authenticate", "Bearer");
        }
    }

    private boolean matches(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        // In a time that does not tell how much of the token was right.
        return MessageDigest.isEqual(
                expected, header.substring(SCHEME.length()).strip().getBytes(UTF_8));
    }
}
