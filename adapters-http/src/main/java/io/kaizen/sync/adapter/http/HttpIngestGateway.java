package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.internal.answer.IngestResponseClassifier;
import io.kaizen.sync.adapter.http.internal.body.GzipMember;
import io.kaizen.sync.adapter.http.internal.body.RequestBody;
import io.kaizen.sync.adapter.http.internal.transport.HttpTransport;
import io.kaizen.sync.adapter.http.internal.transport.HttpTransport.Unanswered;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;

/**
 * POSTs a batch once and says what came of it. Sends nothing by itself: no retries, no redirects. What
 * does not end within the request timeout is broken off, body and answer included; answers are read to 64 KiB.
 *
 * <p>A connection that was never made means that nothing arrived. As soon as a byte of the body may have left, an end without a
 * status line means that the batch may have. Thread-safe.
 */
public final class HttpIngestGateway implements IngestGateway, AutoCloseable {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final HttpIngestSettings settings;
    private final InstantSource clock;
    private final GzipMember gzip;
    private final HttpTransport transport;

    /** @param clock read only where the server names a date to wait for and no date of its own */
    public HttpIngestGateway(HttpIngestSettings settings, InstantSource clock) {
        this(settings, clock, SystemDefaultDnsResolver.INSTANCE, SSLContext::getDefault);
    }

    HttpIngestGateway(HttpIngestSettings settings, InstantSource clock, DnsResolver dns, Callable<SSLContext> tls) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.gzip = new GzipMember(settings.gzipLevel());
        this.transport = new HttpTransport(settings.transport(true), dns, tls);
    }

    /**
     * {@inheritDoc}
     *
     * <p>What it returns makes one attempt, and throws an {@link IllegalStateException} if the token cannot stand in a header.
     */
    @Override
    public PreparedBatch prepare(Batch batch) {
        URI uri = uriOf(batch);
        ByteArrayOutputStream member = gzip.of(batch);
        return journal -> send(uri, member, journal);
    }

    private IngestOutcome send(URI uri, ByteArrayOutputStream member, AttemptJournal journal) {
        Secret token = settings.checkedToken();
        HttpPost request = request(uri, journal.begin(), token);
        RequestBody body = new RequestBody(member, "application/json");
        request.setEntity(body);
        return transport
                .send(request, settings.requestTimeout(), settings.tooLate(), HttpIngestGateway::isBodyNeeded)
                .fold(
                        response -> IngestResponseClassifier.classify(response, token, clock.instant()),
                        none -> unanswered(none, token, body.hasStarted()));
    }

    /** A proxy that refuses has passed nothing on, and a person must give us what it wants: it is no outage. */
    private static IngestOutcome unanswered(Unanswered none, Secret token, boolean hasStarted) {
        String words = ServerWords.tame(none.reason(), token);
        return none.refusedByProxy()
                ? new ClientError(PROXY_AUTHENTICATION_REQUIRED, words)
                : new Unreachable(words, hasStarted);
    }

    /** Of all others the status says it all, and the body only adds words or counts. */
    private static boolean isBodyNeeded(int status) {
        return status == 400 || status == 409 || status == 422;
    }

    /** Breaks off what is on the wire, which then counts as possibly arrived, and sends nothing any more. */
    @Override
    public void close() {
        transport.close();
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
}
