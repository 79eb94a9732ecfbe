package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.AttemptJournal;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * POSTs a batch once and says what came of it. Sends nothing by itself: no retries, no redirects. What
 * does not end within the request timeout is broken off, body and answer included; answers are read to 64 KiB.
 *
 * <p>A connection that was never made means that nothing arrived. As soon as a byte of the body may have left, an end without a
 * status line means that the batch may have. Thread-safe.
 */
public final class HttpIngestGateway implements IngestGateway, AutoCloseable {

    /** The library's own time-outs are a second net: at the same time as the deadline they would only blur what has happened. */
    static final Duration BEHIND_THE_DEADLINE = Duration.ofSeconds(5);

    /** A name that has come to mean another machine is looked up again after this time, even where the old one still answers. */
    private static final Duration LONGEST_USE_OF_A_CONNECTION = Duration.ofMinutes(1);

    /** For the body behind a status that says it all. */
    private static final Duration REST_OF_AN_ANSWER = Duration.ofSeconds(2);

    private final HttpIngestSettings settings;
    private final InstantSource clock;
    private final HttpHost server;
    private final Optional<ThroughProxy> proxy;
    private final Exchanges exchanges;
    private final GzipMember gzip;
    private final CloseableHttpClient client;

    /** @param clock read only where the server names a date to wait for and no date of its own */
    public HttpIngestGateway(HttpIngestSettings settings, InstantSource clock) {
        this(settings, clock, SystemDefaultDnsResolver.INSTANCE, SSLContext::getDefault);
    }

    HttpIngestGateway(HttpIngestSettings settings, InstantSource clock, DnsResolver dns, Callable<SSLContext> tls) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.server = HttpHost.create(settings.uriOf("/"));
        this.proxy = settings.proxy();
        this.exchanges = new Exchanges(settings.requestTimeout());
        this.gzip = new GzipMember(settings.gzipLevel());
        Duration connectTimeout = shorter(settings.connectTimeout(), settings.requestTimeout());
        this.client = PlainHttpClient.create(
                new DeadlineDnsResolver(dns, connectTimeout),
                new LazyTls(tls),
                proxy,
                connectTimeout,
                settings.requestTimeout().plus(BEHIND_THE_DEADLINE),
                LONGEST_USE_OF_A_CONNECTION);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * {@inheritDoc}
     *
     * <p>What it returns makes one attempt, and throws an {@link IllegalStateException} if the token cannot stand in a header.
     */
    @Override
    public PreparedBatch prepare(Batch batch) {
        URI uri = uriOf(batch);
        ByteArrayOutputStream member = GzipBody.compress(batch, gzip);
        return journal -> send(uri, member, journal);
    }

    private IngestOutcome send(URI uri, ByteArrayOutputStream member, AttemptJournal journal) {
        Secret token = settings.checkedToken();
        HttpPost request = request(uri, journal.begin(), token);
        GzipBody body = new GzipBody(member);
        request.setEntity(body);
        proxy.ifPresent(through -> through.address(request));
        Optional<Exchange> begun = exchanges.begin(request);
        if (begun.isEmpty()) {
            return new Unreachable("not sent: shutting down", false);
        }
        Exchange exchange = begun.get();
        try {
            IngestResponse response =
                    OpenExchange.run(client, server, request, exchange, status -> limitRest(exchange, status));
            return refusalOfProxy(response.status())
                    .orElseGet(() -> IngestResponseClassifier.classify(response, token, clock.instant()));
        } catch (IOException | CancellationException failure) {
            return unreachable(failure, exchange, body, token);
        } catch (RuntimeException failure) {
            // The library throws many sorts of them where it is cancelled, or closed, in the middle of something.
            if (exchange.brokenOffBecause().isEmpty()) {
                throw failure;
            }
            return unreachable(failure, exchange, body, token);
        } finally {
            exchanges.end(exchange);
        }
    }

    /** Breaks off what is on the wire, which then counts as possibly arrived, and sends nothing any more. */
    @Override
    public void close() {
        exchanges.close();
        client.close(CloseMode.IMMEDIATE);
    }

    private URI uriOf(Batch batch) {
        return settings.uriOf(
                batch.spec().route().orElseThrow(() -> new IllegalArgumentException(batch.kind() + " is not POSTed")));
    }

    private HttpPost request(URI uri, IdempotencyKey key, Secret token) {
        HttpPost request = new HttpPost(uri);
        settings.headers(token).forEach(request::setHeader);
        request.setHeader("X-Kaizen-Idempotency-Key", key.toString());
        return request;
    }

    /** The status stands. Where the body only adds words or counts, it is not worth the time of a whole request. */
    private void limitRest(Exchange exchange, int status) {
        boolean isTheBodyWorthIt = status == 400 || status == 409 || status == 422;
        if (!isTheBodyWorthIt) {
            exchanges.hasten(exchange, REST_OF_AN_ANSWER);
        }
    }

    /** The proxy has passed nothing on. */
    private Optional<IngestOutcome> refusalOfProxy(int status) {
        return proxy.filter(through -> ThroughProxy.isRefusal(status))
                .map(through -> new Unreachable(through.refusal(status), false));
    }

    private Unreachable unreachable(Exception failure, Exchange exchange, GzipBody body, Secret token) {
        String words = exchange.brokenOffBecause().orElseGet(() -> FailureWords.of(failure));
        String message = proxy.map(through -> through.words(words)).orElse(words);
        return new Unreachable(ServerWords.tame(message, token), body.hasStarted());
    }
}
