package io.kaizen.sync.application.port.out.network;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that the usual environment variables name, read as curl reads them: {@code https_proxy} or {@code http_proxy} by the scheme of
 * the URL, else {@code all_proxy}; in small letters first, then in capitals. {@code HTTP_PROXY} in capitals is not looked at: on a web server
 * a client can set it (CVE-2016-5385). {@code no_proxy} lists the hosts that are reached without: names with all that end in them, addresses,
 * or {@code *}. Immutable.
 *
 * @param https for https URLs
 * @param http for http URLs
 * @param without hosts, in small letters, that are reached without a proxy
 */
public record EnvironmentProxies(Optional<HttpProxy> https, Optional<HttpProxy> http, List<String> without)
        implements ProxyChoice {

    public EnvironmentProxies {
        Objects.requireNonNull(https, "https");
        Objects.requireNonNull(http, "http");
        without = List.copyOf(without);
    }

    /**
     * Reads {@code variables}. A proxy without a scheme is an HTTP proxy.
     *
     * @throws IllegalArgumentException if a variable names no HTTP proxy; the message names the variable and not its value
     */
    public static EnvironmentProxies in(Map<String, String> variables) {
        return new EnvironmentProxies(
                firstOf(variables, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
                firstOf(variables, "http_proxy", "all_proxy", "ALL_PROXY"),
                Stream.of("no_proxy", "NO_PROXY")
                        .map(name -> variables.getOrDefault(name, ""))
                        .filter(text -> !text.isBlank())
                        .findFirst()
                        .map(EnvironmentProxies::hostsIn)
                        .orElse(List.of()));
    }

    private static Optional<HttpProxy> firstOf(Map<String, String> variables, String... names) {
        return Stream.of(names)
                .filter(name -> !variables.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(name -> parse(name, variables.getOrDefault(name, "").strip()));
    }

    private static HttpProxy parse(String variable, String value) {
        try {
            return HttpProxy.parse(value.contains("://") ? value : "http://" + value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the variable " + variable + " " + wrong.getMessage(), wrong);
        }
    }

    private static List<String> hostsIn(String list) {
        return Stream.of(list.split("[,\\s]+"))
                .filter(host -> !host.isEmpty())
                .map(host -> bare(host.startsWith(".") ? host.substring(1) : host))
                .toList();
    }

    @Override
    public Optional<HttpProxy> proxyFor(URI target) {
        if (isReachedWithout(bare(target.getHost()))) {
            return Optional.empty();
        }
        return "https".equalsIgnoreCase(target.getScheme()) ? https : http;
    }

    private boolean isReachedWithout(String host) {
        return without.stream().anyMatch(each -> each.equals("*") || host.equals(each) || host.endsWith("." + each));
    }

    /** Without the brackets of an IPv6 address, and without the dot that ends a full name. */
    private static String bare(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String name = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return name.toLowerCase(Locale.ROOT);
    }
}
