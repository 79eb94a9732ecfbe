package io.kaizen.sync.adapter.telemetry.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes an HTTP client that does nothing by itself: no redirects, retries, cookies, decompression, upgrades or system proxies. */
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

    static CloseableHttpClient create(Duration timeLimit, String userAgent) {
        return HttpClientBuilder.create()
                .setUserAgent(userAgent)
                .setConnectionManager(
                        connections(Timeout.of(timeLimit.compareTo(LONGEST_CONNECT) < 0 ? timeLimit : LONGEST_CONNECT)))
                .setDefaultRequestConfig(requests(Timeout.of(timeLimit)))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    private static HttpClientConnectionManager connections(Timeout connectTimeout) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> new StrictConnection(HTTP_1))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setTimeToLive(LONGEST_USE)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                .setTlsSocketStrategy(new TlsOfTheJdk())
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
