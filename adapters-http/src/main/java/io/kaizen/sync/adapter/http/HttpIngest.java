package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.row.Blake3ContentHasher;
import io.kaizen.sync.adapter.http.row.JacksonIdentifierHashing;
import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.adapter.http.row.JacksonRowRedaction;
import io.kaizen.sync.adapter.http.row.TimeOrderedIdempotencyKeys;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestEndpoint;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.redaction.Redactor;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An ingest server behind HTTP. Makes an HTTP client when its gateway is first asked for, and opens a connection when the first batch
 * is sent. This class is thread-safe.
 */
public final class HttpIngest implements IngestEndpoint {

    private final HttpIngestSettings settings;
    private final double maxRequestsPerSecond;
    private final List<Runnable> breakOffs = new ArrayList<>();
    private boolean closed;

    HttpIngest(HttpIngestSettings settings, double maxRequestsPerSecond) {
        this.settings = settings;
        this.maxRequestsPerSecond = maxRequestsPerSecond;
    }

    /**
     * The server at {@code endpoint}, everything else as usual.
     *
     * @param endpoint base URL, for example {@code https://ingest.example.com}
     * @param token bearer token
     * @throws IllegalArgumentException if the endpoint is no such URL, or plain http to another machine
     */
    public static HttpIngest to(String endpoint, Secret token) {
        return builder(endpoint, token).build();
    }

    /** The same, with choices. */
    public static HttpIngestBuilder builder(String endpoint, Secret token) {
        return new HttpIngestBuilder(endpoint, token);
    }

    @Override
    public String url() {
        return settings.endpoint();
    }

    @Override
    public Duration requestTimeout() {
        return settings.requestTimeout();
    }

    /** {@inheritDoc} One that is made after {@link #close} sends nothing. */
    @Override
    public synchronized IngestGateway gateway(
            RetryPolicy retries, Sleeper sleeper, InstantSource clock, RandomGenerator random) {
        HttpIngestGateway http = new HttpIngestGateway(settings, clock);
        breakOffAtClose(http::close);
        return new ResilientIngestGateway(http, retries, maxRequestsPerSecond, sleeper, random);
    }

    /** {@inheritDoc} By {@code GET /v1/config}, in at most three seconds. One that is made after {@link #close} asks nobody. */
    @Override
    public synchronized IngestConfig config() {
        HttpIngestConfig http = new HttpIngestConfig(settings.forQuestions());
        breakOffAtClose(http::close);
        return http;
    }

    @Override
    public RowEncoder encoder(KindRegistry kinds) {
        return new JacksonRowEncoder(kinds);
    }

    @Override
    public IdempotencyKeys keys(InstantSource clock) {
        return new TimeOrderedIdempotencyKeys(clock);
    }

    @Override
    public ContentHasher hasher() {
        return new Blake3ContentHasher();
    }

    @Override
    public RowPreparation redaction(Redactor redactor) {
        return new JacksonRowRedaction(redactor);
    }

    @Override
    public RowPreparation identifierHashing(KindRegistry kinds, SaltedHasher salted) {
        return new JacksonIdentifierHashing(kinds, salted);
    }

    @Override
    public synchronized void close() {
        closed = true;
        breakOffs.forEach(Runnable::run);
    }

    private void breakOffAtClose(Runnable breakOff) {
        if (closed) {
            breakOff.run();
        }
        breakOffs.add(breakOff);
    }
}
