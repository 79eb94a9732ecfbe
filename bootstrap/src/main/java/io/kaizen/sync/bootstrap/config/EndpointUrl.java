package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.adapter.http.PlainHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks URLs that we send to. A message never repeats the URL: people put passwords into them.
 */
final class EndpointUrl {

    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+\\z");
    private static final int HIGHEST_PORT = 65_535;

    private EndpointUrl() {}

    /** A base URL, scheme and host in lower case, trailing slashes cut; or nothing. */
    static String base(RawValue value) {
        return TRAILING_SLASHES.matcher(whole(value)).replaceFirst("");
    }

    /** A URL, scheme and host in lower case; or nothing. */
    static String whole(RawValue value) {
        String text = value.text();
        if (text.isEmpty()) {
            return text;
        }
        problemOf(text).ifPresent(problem -> {
            throw value.wrong(problem);
        });
        URI uri = URI.create(text);
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://"
                + uri.getRawAuthority().toLowerCase(Locale.ROOT) + uri.getRawPath();
    }

    /** Whether what goes to {@code url}, a checked one, can be read on its way: plain http that leaves this machine. */
    static boolean isReadableByOthers(String url) {
        return PlainHttp.isReadableByOthers(URI.create(url));
    }

    private static Optional<String> problemOf(String text) {
        if (!WITH_SCHEME.matcher(text).matches()) {
            return Optional.of("has no scheme; write the whole URL, for example https://ingest.example.com");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("holds a blank or a character outside of ASCII (write such a host in its xn-- form)");
        }
        try {
            return problemOf(new URI(text));
        } catch (URISyntaxException invalid) {
            return Optional.of("is not a URL; it should look like https://ingest.example.com");
        }
    }

    private static Optional<String> problemOf(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("must begin with https:// or http://");
        }
        if (authority.contains("@")) {
            return Optional.of("must not hold a user name or password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("must not hold a query (?) or fragment (#)");
        }
        if (uri.getHost() == null) {
            return Optional.of(
                    authority.contains("_")
                            ? "has a host name with an underscore, which Java does not take; give the host another name, or write its"
                                    + " address"
                            : "has no valid host");
        }
        if (authority.endsWith(":") || uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            return Optional.of("has no valid port; it must be 1 to " + HIGHEST_PORT);
        }
        return Optional.empty();
    }
}
