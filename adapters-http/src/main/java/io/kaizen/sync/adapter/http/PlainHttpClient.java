package io.kaizen.sync.adapter.http;

import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes an HTTP client that sends what it is given, once, to where it is told, and hands back what it gets. All that the library
 * does by itself is off: redirects, retries, cookies, authentication, decompression, upgrades, system proxies.
 */
final class PlainHttpClient {

    /** More than any number of lanes in use; who sends is limited elsewhere. */
    private static final int MAX_CONNECTIONS = 256;

    private static final int MAX_HEADER_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADERS = 200;

    /** Common servers and proxies close idle connections after 15 to 60 s. */
    private static final Timeout IDLE_LIMIT = Timeout.ofSeconds(14);

    /**
     * Older connections are probed for a close by the server. A probe of a live one waits for 1 ms, which is why it is left out
     * between requests that follow one another closely.
     */
    private static final TimeValue PROBE_AFTER = TimeValue.ofMilliseconds(50);

    private PlainHttpClient() {}

    /**
     * @param connectTimeout for each address of the host, and for the TLS handshake
     * @param requestTimeout longest silence between two bytes of an answer
     */
    static CloseableHttpClient create(
            DnsResolver dns, TlsSocketStrategy tls, Duration connectTimeout, Duration requestTimeout) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(dns, tls, Timeout.of(connectTimeout)))
                .setDefaultRequestConfig(requests(Timeout.of(requestTimeout)))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    private static HttpClientConnectionManager connections(
            DnsResolver dns, TlsSocketStrategy tls, Timeout connectTimeout) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_HEADER_LINE_BYTES)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setIdleTimeout(IDLE_LIMIT)
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

    private static RequestConfig requests(Timeout timeout) {
        return RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setExpectContinueEnabled(false)
                .setContentCompressionEnabled(false)
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build();
    }
}
