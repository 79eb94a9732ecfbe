package io.kaizen.sync.adapter.http;

import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
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

    private static final int MAX_HEADER_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADERS = 200;

    /** Common servers and proxies close idle connections after 15 to 60 s. */
    private static final Timeout IDLE_LIMIT = Timeout.ofSeconds(14);

    /**
     * Each kept connection is probed for a close by the server before it is used again. On a live one that waits for 1 ms; a
     * request on a dead one would be an ambiguous end, and some servers close after each answer without saying so.
     */
    private static final TimeValue PROBE_AFTER = TimeValue.ZERO_MILLISECONDS;

    private PlainHttpClient() {}

    /**
     * @param connectTimeout for each address of the host, and for the TLS handshake
     * @param silence longest one between two bytes of an answer
     * @param longestUse how old a connection may be and still be used for a request
     */
    static CloseableHttpClient create(
            DnsResolver dns, TlsSocketStrategy tls, Duration connectTimeout, Duration silence, Duration longestUse) {
        return HttpClients.createMinimal(
                connections(dns, tls, Timeout.of(connectTimeout), Timeout.of(silence), TimeValue.of(longestUse)));
    }

    private static HttpClientConnectionManager connections(
            DnsResolver dns, TlsSocketStrategy tls, Timeout connectTimeout, Timeout silence, TimeValue longestUse) {
        return new Connections()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_HEADER_LINE_BYTES)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setSocketTimeout(silence)
                        .setIdleTimeout(IDLE_LIMIT)
                        .setTimeToLive(longestUse)
                        .setValidateAfterInactivity(PROBE_AFTER)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                .setDnsResolver(dns)
                .setTlsSocketStrategy(tls)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .build();
    }

    private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
            return new BreakableConnectionOperator(dns, tls);
        }
    }
}
