package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.IngestResponse.Ending;
import io.kaizen.sync.application.port.out.IngestConfig;
import io.kaizen.sync.application.port.out.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * {@code GET /v1/config}. Answers are read to 64 KiB; redirects are not followed, and nothing is sent twice. Its
 * connection lives for one question only: at one in ten minutes, the server would have closed it before the next. Thread-safe.
 */
public final class HttpIngestConfig implements IngestConfig, AutoCloseable {

    private static final String ROUTE = "/v1/config";

    private final HttpIngestSettings settings;
    private final Callable<SSLContext> tls;
    private final Exchanges exchanges;

    /** @param settings its request timeout is the longest time that a question takes */
    public HttpIngestConfig(HttpIngestSettings settings) {
        this(settings, SSLContext::getDefault);
    }

    HttpIngestConfig(HttpIngestSettings settings, Callable<SSLContext> tls) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.tls = Objects.requireNonNull(tls, "tls");
        this.exchanges = new Exchanges(settings.requestTimeout());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the token cannot stand in a header
     */
    @Override
    public Reply ask() {
        Secret token = settings.checkedToken();
        HttpGet request = new HttpGet(settings.uriOf(ROUTE));
        settings.headers(token).forEach(request::setHeader);
        request.setHeader("Accept", "application/json");
        settings.proxy().ifPresent(through -> through.address(request));
        Optional<Exchange> begun = exchanges.begin(request);
        if (begun.isEmpty()) {
            return new Unavailable("not asked: shutting down");
        }
        CloseableHttpClient client = newClient();
        try {
            HttpHost server = HttpHost.create(settings.uriOf("/"));
            return replyOf(OpenExchange.run(client, server, request, begun.get(), status -> {}), token);
        } catch (IOException | CancellationException failure) {
            String message = begun.get().brokenOffBecause().orElseGet(() -> FailureWords.of(failure));
            return new Unavailable(ServerWords.tame(message, token));
        } finally {
            exchanges.end(begun.get());
            client.close(CloseMode.IMMEDIATE);
        }
    }

    /** Breaks off what is on the wire, and asks nothing any more. */
    @Override
    public void close() {
        exchanges.close();
    }

    private CloseableHttpClient newClient() {
        Duration timeout = settings.requestTimeout();
        return PlainHttpClient.create(
                new DeadlineDnsResolver(SystemDefaultDnsResolver.INSTANCE, timeout),
                new LazyTls(tls),
                settings.proxy(),
                timeout,
                timeout.plus(HttpIngestGateway.BEHIND_THE_DEADLINE),
                timeout);
    }

    private static Reply replyOf(IngestResponse response, Secret token) {
        return switch (response.status()) {
            case 200 -> saidIn(response, token);
            case 404 -> Said.NOTHING;
            default -> new Unavailable("the server answers " + response.status());
        };
    }

    private static Reply saidIn(IngestResponse response, Secret token) {
        if (response.ending() == Ending.CUT) {
            return new Unavailable(
                    "its answer was cut off, or is longer than " + ResponseReader.MAX_BODY_BYTES + " bytes");
        }
        if (response.isEncoded()) {
            return new Unavailable("its answer is in a content coding that was not asked for");
        }
        try {
            ServerOverrides.Reading reading = ServerOverrides.read(OverridesReader.read(response.body()));
            return new Said(reading.overrides(), reading.warnings());
        } catch (IOException garbage) {
            return new Unavailable("its answer is not a JSON object: " + ServerWords.tame(response.text(), token, 80));
        }
    }
}
