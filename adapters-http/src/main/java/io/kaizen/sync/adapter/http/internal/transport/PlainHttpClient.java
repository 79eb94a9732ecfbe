package io.kaizen.sync.adapter.http.internal.transport;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes an HTTP client that sends what it is given, once, to where it is told, and hands back what it gets: the library's minimal one, which
 * knows nothing of redirects, retries, cookies, authentication, decompression, upgrades and proxies, and takes a third of the CPU that the
 * usual one takes to do without them.
 */
final class PlainHttpClient {

    /** More than any number of lanes in use; who sends is limited elsewhere. */
    private static final int MAX_CONNECTIONS = 256;

    private static final Http1Config HTTP_1 = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(200)
            .build();

    /**
     * Each kept connection is probed before it is used again, for what the server has sent unasked and for a close. On a live one
     * that waits for 1 ms. A request on a dead one would be an ambiguous end, and some servers close after each answer without saying so.
     */
    private static final TimeValue PROBE_AFTER = TimeValue.ZERO_MILLISECONDS;

    private PlainHttpClient() {}

    /**
     * @param connectTimeout for each address of the host, and for the TLS handshake
     * @param silence longest one between two bytes of an answer
     * @param proxy which all connections go to, where there is one
     * @param longestUse how old a connection may be and still be used for a request
     */
    static CloseableHttpClient create(
            DnsResolver dns,
            TlsSocketStrategy tls,
            Optional<ThroughProxy> proxy,
            Duration connectTimeout,
            Duration silence,
            Duration longestUse) {
        return HttpClients.createMinimal(connections(
                proxy.map(through -> through.names(dns)).orElse(dns),
                proxy.map(through -> through.tls(tls)).orElseGet(() -> new WatchedTls(tls)),
                proxy.map(ThroughProxy::ports).orElse(DefaultSchemePortResolver.INSTANCE),
                Timeout.of(connectTimeout),
                Timeout.of(silence),
                TimeValue.of(longestUse)));
    }

    private static HttpClientConnectionManager connections(
            DnsResolver dns,
            TlsSocketStrategy tls,
            SchemePortResolver ports,
            Timeout connectTimeout,
            Timeout silence,
            TimeValue longestUse) {
        return new Connections()
                .setConnectionFactory(socket -> new StrictConnection(HTTP_1))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setSocketTimeout(silence)
                        .setTimeToLive(longestUse)
                        .setValidateAfterInactivity(PROBE_AFTER)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                .setDnsResolver(dns)
                .setSchemePortResolver(ports)
                .setTlsSocketStrategy(tls)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .build();
    }

    private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
            return new BreakableConnectionOperator(ports, dns, tls);
        }
    }
}
