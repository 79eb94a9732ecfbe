package io.kaizen.sync.adapter.http.internal.transport;

import io.kaizen.sync.adapter.http.internal.transport.ThroughProxy.ProxyRefusalException;
import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends a request once, and says what came of it: the one way to any HTTP server. Sends nothing by itself: no retries, no redirects. What
 * does not end within the limit is broken off, name look-up, body and answer included; answers are read to 64 KiB. Makes no thread and no
 * connection before the first request. Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {

    /** The library's own time-outs are a second net: at the same time as the deadline they would only blur what has happened. */
    private static final Duration BEHIND_THE_DEADLINE = Duration.ofSeconds(5);

    /** A name that has come to mean another machine is looked up again after this time, even where the old one still answers. */
    private static final Duration LONGEST_USE_OF_A_CONNECTION = Duration.ofMinutes(1);

    /** For the body behind a status that says it all. */
    private static final Duration REST_OF_AN_ANSWER = Duration.ofSeconds(2);

    private final Settings settings;
    private final LazyTls tls;
    private final Exchanges exchanges = new Exchanges();
    private final DnsResolver dns;
    private final Map<Optional<HttpProxy>, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    /** @param tls asked once, at the first connection that wants it */
    public HttpTransport(Settings settings, DnsResolver dns, Callable<SSLContext> tls) {
        this.settings = settings;
        this.dns = new DeadlineDnsResolver(dns, settings.connectTimeout(), exchanges);
        this.tls = new LazyTls(tls);
    }

    /**
     * How far a transport goes.
     *
     * @param connectTimeout what looking up the host, connecting and the TLS handshake may take, each for itself
     * @param longestLimit of all requests
     * @param keepsConnections whether a connection is kept for the next request
     * @param proxies which proxy a request goes through
     */
    public record Settings(
            Duration connectTimeout, Duration longestLimit, boolean keepsConnections, ProxyChoice proxies) {

        /** A longer time-out than the longest limit is cut to it. */
        public Settings {
            connectTimeout = connectTimeout.compareTo(longestLimit) < 0 ? connectTimeout : longestLimit;
        }
    }

    /** What came of a request: an answer, or the reason why there is none. */
    public sealed interface Result {

        /** Applies the one that fits. */
        default <R> R fold(Function<Response, R> answered, Function<Unanswered, R> unanswered) {
            return this instanceof Answered answer
                    ? answered.apply(answer.response())
                    : unanswered.apply((Unanswered) this);
        }
    }

    /** The server's answer, of any status. */
    public record Answered(Response response) implements Result {}

    /**
     * No answer of the server's.
     *
     * @param reason from outside, not yet fit to be shown; never empty
     * @param refusedByProxy whether a proxy wants credentials, and has passed nothing on
     */
    public record Unanswered(String reason, boolean refusedByProxy) implements Result {}

    /**
     * Sends {@code request}, whose URI is absolute.
     *
     * @param limit for all of it
     * @param reason why there is no answer once the limit is over
     * @param isBodyNeeded by status, whether the body is worth the rest of the limit; any other is waited for only shortly
     */
    public Result send(HttpUriRequestBase request, Duration limit, String reason, IntPredicate isBodyNeeded) {
        URI uri = uriOf(request);
        Optional<HttpProxy> proxy = settings.proxies().proxyFor(uri);
        Optional<ThroughProxy> through = proxy.map(ThroughProxy::new);
        through.ifPresent(way -> way.address(request));
        Optional<Exchange> begun = exchanges.begin(request, limit, reason);
        if (begun.isEmpty()) {
            return new Unanswered("not sent: shutting down", false);
        }
        Exchange exchange = begun.get();
        try {
            Response response = run(HttpHost.create(uri), request, exchange, proxy, isBodyNeeded);
            return through.filter(way -> ThroughProxy.isRefusal(response.status()))
                    .<Result>map(way -> new Unanswered(way.refusal(response.status()), true))
                    .orElseGet(() -> new Answered(response));
        } catch (IOException | CancellationException failure) {
            return unanswered(failure, exchange, through);
        } catch (RuntimeException failure) {
            // The library throws many sorts of them where it is cancelled, or closed, in the middle of something.
            if (exchange.brokenOffBecause().isEmpty()) {
                throw failure;
            }
            return unanswered(failure, exchange, through);
        } finally {
            exchanges.end(exchange);
        }
    }

    private Response run(
            HttpHost server,
            HttpUriRequestBase request,
            Exchange exchange,
            Optional<HttpProxy> proxy,
            IntPredicate isBodyNeeded)
            throws IOException {
        CloseableHttpClient client =
                settings.keepsConnections() ? clients.computeIfAbsent(proxy, this::newClient) : newClient(proxy);
        try {
            return OpenExchange.run(client, server, request, exchange, status -> {
                if (!isBodyNeeded.test(status)) {
                    exchanges.hasten(exchange, REST_OF_AN_ANSWER);
                }
            });
        } finally {
            if (!settings.keepsConnections()) {
                client.close(CloseMode.IMMEDIATE);
            }
        }
    }

    private CloseableHttpClient newClient(Optional<HttpProxy> proxy) {
        return PlainHttpClient.create(
                dns,
                tls,
                proxy.map(ThroughProxy::new),
                settings.connectTimeout(),
                settings.longestLimit().plus(BEHIND_THE_DEADLINE),
                LONGEST_USE_OF_A_CONNECTION);
    }

    private static URI uriOf(HttpUriRequestBase request) {
        try {
            return request.getUri();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a request is made of a URI", impossible);
        }
    }

    private static Unanswered unanswered(Exception failure, Exchange exchange, Optional<ThroughProxy> through) {
        String words = exchange.brokenOffBecause().orElseGet(() -> FailureWords.of(failure));
        if (failure instanceof ProxyRefusalException) {
            return new Unanswered(words, true);
        }
        return new Unanswered(through.map(way -> way.words(words)).orElse(words), false);
    }

    /** Breaks off what is on the wire, and sends nothing any more. */
    @Override
    public void close() {
        exchanges.close();
        clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
    }
}
