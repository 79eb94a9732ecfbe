package io.kaizen.sync.adapter.http;

import io.kaizen.sync.adapter.http.internal.body.GzipMember;
import io.kaizen.sync.adapter.http.internal.body.RequestBody;
import io.kaizen.sync.adapter.http.internal.transport.HttpTransport;
import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
import io.kaizen.sync.application.port.out.export.HttpSender;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.outcome.RetryAfter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;

/**
 * POSTs over the same transport as {@link HttpIngestGateway}. A body behind a status is waited for two seconds at most. Thread-safe.
 */
public final class HttpPostSender implements HttpSender {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final String client;
    private final InstantSource clock;
    private final GzipMember gzip = new GzipMember(Deflater.DEFAULT_COMPRESSION);
    private final HttpTransport transport;

    /**
     * @param longest limit that a request will have; to look up a host, to connect and to agree on TLS may take as long, but 10 s at most
     * @param clientVersion our own, for the header {@code User-Agent}; visible ASCII
     * @param clock read only where a server names a date to wait for and no date of its own
     * @param proxies which proxy requests go through
     * @throws IllegalArgumentException if the version cannot stand in a header
     */
    public HttpPostSender(Duration longest, String clientVersion, InstantSource clock, ProxyChoice proxies) {
        this(longest, clientVersion, clock, proxies, SystemDefaultDnsResolver.INSTANCE, SSLContext::getDefault);
    }

    HttpPostSender(
            Duration longest,
            String clientVersion,
            InstantSource clock,
            ProxyChoice proxies,
            DnsResolver dns,
            Callable<SSLContext> tls) {
        if (!HeaderText.isVisibleAscii(clientVersion)) {
            throw new IllegalArgumentException("the client version cannot stand in a header");
        }
        this.client = "kaizen-sync-java/" + clientVersion;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.transport =
                new HttpTransport(new HttpTransport.Settings(LONGEST_CONNECT, longest, true, proxies), dns, tls);
    }

    @Override
    public Result post(Request request, Duration limit) {
        HttpPost post = new HttpPost(request.uri());
        request.headers().forEach((name, value) -> post.setHeader(name, value.reveal()));
        post.setHeader("Accept-Encoding", "identity");
        post.setHeader("User-Agent", client);
        post.setEntity(bodyOf(request));
        return transport
                .send(post, limit, "no answer in time", status -> false)
                .fold(this::answered, none -> new Unanswered(none.reason()));
    }

    private RequestBody bodyOf(Request request) {
        byte[] body = request.body();
        if (request.gzip()) {
            return new RequestBody(gzip.of(out -> out.write(body), body.length / 4 + 64), request.contentType());
        }
        return new RequestBody(body, request.contentType());
    }

    private Result answered(Response response) {
        return new Answered(
                response.status(),
                response.ending() == Ending.CUT ? new byte[0] : response.body(),
                RetryAfter.parse(response.header("Retry-After"), response.header("Date"), clock.instant()),
                response.header("Location").stream().findFirst());
    }

    @Override
    public void close() {
        transport.close();
    }
}
