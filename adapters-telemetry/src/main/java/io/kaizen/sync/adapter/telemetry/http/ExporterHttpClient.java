package io.kaizen.sync.adapter.telemetry.http;

import io.kaizen.sync.application.port.out.HttpProxy;
import io.kaizen.sync.application.port.out.ProxyChoice;
import io.kaizen.sync.domain.outcome.RetryAfter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** POSTs once. What has not ended by the deadline, answer included, is broken off. Thread-safe. */
final class ExporterHttpClient implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** For the body behind a status that says it all. */
    private static final Duration REST_OF_AN_ANSWER = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final String userAgent;
    private final ProxyChoice proxies;
    private final Function<Optional<HttpProxy>, CloseableHttpClient> newClient;
    private final Map<Optional<HttpProxy>, CloseableHttpClient> clients = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    ExporterHttpClient(Duration timeLimit, String userAgent, InstantSource clock, ProxyChoice proxies) {
        this.clock = clock;
        this.userAgent = userAgent;
        this.proxies = proxies;
        this.newClient = proxy -> QuietHttpClient.create(timeLimit, proxy.map(ThroughProxy::new));
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "exporter-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    PostResult post(ExporterRequest request, Deadline deadline) {
        HttpPost post = new HttpPost(request.uri());
        request.headers().forEach((name, value) -> post.setHeader(name, value.reveal()));
        post.setHeader("Accept-Encoding", "identity");
        post.setHeader("User-Agent", userAgent);
        post.setEntity(entity(request));
        Optional<HttpProxy> proxy = proxies.proxyFor(request.uri());
        Optional<ThroughProxy> through = proxy.map(ThroughProxy::new);
        through.ifPresent(way -> way.address(post));
        Future<?> breakOff;
        try {
            breakOff = timer.schedule(post::cancel, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return PostResult.unanswered("not sent: shutting down");
        }
        try {
            PostResult result =
                    exchange(clients.computeIfAbsent(proxy, newClient), HttpHost.create(request.uri()), post);
            return through.filter(way -> ThroughProxy.isRefusal(result.status()))
                    .map(way -> PostResult.unanswered(way.refusal(result.status())))
                    .orElse(result);
        } catch (IOException | CancellationException failure) {
            String words = words(failure, deadline);
            return PostResult.unanswered(through.map(way -> way.words(words)).orElse(words));
        } catch (RuntimeException failure) {
            // The library throws many sorts of them where it is cancelled, or closed, in the middle of something.
            if (timer.isShutdown()) {
                return PostResult.unanswered("broken off by shutdown");
            }
            if (post.isCancelled()) {
                return PostResult.unanswered(words(failure, deadline));
            }
            throw failure;
        } finally {
            breakOff.cancel(false);
        }
    }

    private static HttpEntity entity(ExporterRequest request) {
        ContentType type = ContentType.parse(request.contentType());
        return request.gzip()
                ? new ByteArrayEntity(gzip(request.body()), type, "gzip")
                : new ByteArrayEntity(request.body(), type);
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes any bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Never closes the response: at the end of its body the connection goes back by itself, and before that to close is to read the
     * rest, however long. Such a connection is broken instead.
     */
    private PostResult exchange(CloseableHttpClient client, HttpHost server, HttpPost post) throws IOException {
        ClassicHttpResponse response = client.executeOpen(server, post, null);
        Optional<byte[]> whole = readInTime(response.getEntity(), post);
        if (whole.isEmpty()) {
            post.cancel();
        }
        return new PostResult(
                response.getCode(),
                whole.orElse(new byte[0]),
                RetryAfter.parse(values(response, "Retry-After"), values(response, "Date"), clock.instant()),
                values(response, "Location").stream().findFirst(),
                "");
    }

    private static List<String> values(ClassicHttpResponse response, String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(header -> header.getValue() == null ? "" : header.getValue())
                .toList();
    }

    /** The status stands, and what its body adds is not worth the time of a whole export. */
    private Optional<byte[]> readInTime(@Nullable HttpEntity entity, HttpPost post) {
        Future<?> breakOff = timer.schedule(post::cancel, REST_OF_AN_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return readBody(entity);
        } finally {
            breakOff.cancel(false);
        }
    }

    /** Empty if the body breaks off or is too long to be read. */
    private static Optional<byte[]> readBody(@Nullable HttpEntity entity) {
        if (entity == null) {
            return Optional.of(new byte[0]);
        }
        try {
            InputStream content = entity.getContent();
            byte[] body = content.readNBytes(MAX_BODY_BYTES);
            return content.read() < 0 ? Optional.of(body) : Optional.empty();
        } catch (IOException cut) {
            return Optional.empty(); // The status is there, and is what counts.
        }
    }

    private static String words(Exception failure, Deadline deadline) {
        if (deadline.remaining().isZero()) {
            return "no answer in time";
        }
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (failure instanceof UnknownHostException) {
            return "unknown host";
        }
        if (failure instanceof SSLException && message.contains("Unsupported or unrecognized SSL message")) {
            return "TLS: the server does not speak TLS; is it an http:// URL?";
        }
        if (failure instanceof SSLException) {
            return "TLS: " + message
                    + "; does this Java trust the issuer of the server's certificate, and is the clock right?";
        }
        return message;
    }

    /** Breaks off what is on the wire, and sends nothing any more. */
    @Override
    public void close() {
        timer.shutdownNow();
        clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
    }
}
