package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.internal.answer.OverridesReader;
import io.kaizen.sync.adapter.http.internal.transport.HttpTransport;
import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * {@code GET /v1/config}. Answers are read to 64 KiB; redirects are not followed, and nothing is sent twice. Its
 * connection lives for one question only: at one in ten minutes, the server would have closed it before the next. Thread-safe.
 */
public final class HttpIngestConfig implements IngestConfig, AutoCloseable {

    private static final String ROUTE = "/v1/config";

    private final HttpIngestSettings settings;
    private final HttpTransport transport;

    /** @param settings its request timeout is the longest time that a question takes */
    public HttpIngestConfig(HttpIngestSettings settings) {
        this(settings, SSLContext::getDefault);
    }

    HttpIngestConfig(HttpIngestSettings settings, Callable<SSLContext> tls) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.transport = new HttpTransport(settings.transport(false), SystemDefaultDnsResolver.INSTANCE, tls);
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
        return transport
                .send(request, settings.requestTimeout(), settings.tooLate(), status -> true)
                .fold(
                        response -> replyOf(response, token),
                        none -> new Unavailable(ServerWords.tame(none.reason(), token)));
    }

    /** Breaks off what is on the wire, and asks nothing any more. */
    @Override
    public void close() {
        transport.close();
    }

    private static Reply replyOf(Response response, Secret token) {
        return switch (response.status()) {
            case 200 -> saidIn(response, token);
            case 404 -> Said.NOTHING;
            default -> new Unavailable("the server answers " + response.status());
        };
    }

    private static Reply saidIn(Response response, Secret token) {
        if (response.ending() == Ending.CUT) {
            return new Unavailable("its answer was cut off, or is longer than " + Response.MAX_BODY_BYTES + " bytes");
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
