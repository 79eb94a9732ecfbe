package io.kaizen.sync.adapter.http.internal.transport;

import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Stops at the next address of a host once the exchange is broken off. The library's own goes through all of them, each with a
 * time-out of its own, and takes a socket that was closed under it for an address that does not answer. Thread-safe.
 */
final class BreakableConnectionOperator extends DefaultHttpClientConnectionOperator {

    BreakableConnectionOperator(SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
        super(
                ports,
                dns,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
    }

    /** Where the exchange is found again, behind all that the library wraps around a request. */
    static void announce(Exchange exchange, HttpContext context) {
        context.setAttribute(Exchange.class.getName(), exchange);
    }

    @Override
    protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        if (context.getAttribute(Exchange.class.getName()) instanceof Exchange exchange
                && exchange.brokenOffBecause().isPresent()) {
            throw new CancellationException("broken off while connecting");
        }
    }
}
