package io.kaizen.sync.adapter.telemetry.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTP client that does nothing by itself: the library's minimal one, which knows nothing of redirects, retries, cookies,
 * decompression, upgrades and proxies.
 */
final class QuietHttpClient {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    /** One request at a time, and one connection that is being broken. */
    private static final int MAX_CONNECTIONS = 2;

    private static final Http1Config HTTP_1 = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(200)
            .build();

    /** A name that has come to mean another machine is looked up again after this time. */
    private static final TimeValue LONGEST_USE = TimeValue.ofMinutes(1);

    private QuietHttpClient() {}

    /**
     * @param timeLimit for a connect (10 s at most), for the TLS handshake, and for the silence between two bytes of an answer
     * @param proxy which all connections go to, where there is one
     */
    static CloseableHttpClient create(Duration timeLimit, Optional<ThroughProxy> proxy) {
        return HttpClients.createMinimal(connections(
                Timeout.of(timeLimit.compareTo(LONGEST_CONNECT) < 0 ? timeLimit : LONGEST_CONNECT),
                Timeout.of(timeLimit),
                proxy));
    }

    private static HttpClientConnectionManager connections(
            Timeout connectTimeout, Timeout silence, Optional<ThroughProxy> proxy) {
        TlsSocketStrategy tls = new TlsOfTheJdk();
        DnsResolver names = SystemDefaultDnsResolver.INSTANCE;
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> new StrictConnection(HTTP_1))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setSocketTimeout(silence)
                        .setTimeToLive(LONGEST_USE)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                .setTlsSocketStrategy(proxy.map(through -> through.tls(tls)).orElse(tls))
                .setDnsResolver(proxy.map(through -> through.names(names)).orElse(names))
                .setSchemePortResolver(proxy.map(ThroughProxy::ports).orElse(DefaultSchemePortResolver.INSTANCE))
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .build();
    }

    /** Made ready at the first connection that wants it: to load the trust store costs a tenth of a second. */
    private static final class TlsOfTheJdk implements TlsSocketStrategy {

        private @Nullable TlsSocketStrategy ready;

        @Override
        public SSLSocket upgrade(
                Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
                throws IOException {
            return ready().upgrade(socket, target, port, attachment, context);
        }

        private synchronized TlsSocketStrategy ready() {
            TlsSocketStrategy strategy = ready;
            if (strategy == null) {
                strategy = DefaultClientTlsStrategy.createSystemDefault();
                ready = strategy;
            }
            return strategy;
        }
    }
}
