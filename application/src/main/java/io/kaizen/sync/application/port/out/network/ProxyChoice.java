package io.kaizen.sync.application.port.out.network;

import java.net.URI;
import java.util.Optional;

/** Decides by a request's URL which proxy it goes through. Thread-safe. */
@FunctionalInterface
public interface ProxyChoice {

    /** No proxy at all. */
    ProxyChoice DIRECT = target -> Optional.empty();

    /** The proxy on the way to {@code target}, an absolute URL with a host; empty for none. */
    Optional<HttpProxy> proxyFor(URI target);

    /** Everything goes through {@code proxy}. */
    static ProxyChoice of(HttpProxy proxy) {
        Optional<HttpProxy> always = Optional.of(proxy);
        return target -> always;
    }
}
