package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests to their routes and answers back onto the wire. This class is thread-safe. */
final class IngestHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);
    private static final String HEALTH = "/v1/health";
    /** By route: what PostHog, Datadog and an OTLP receiver answer when they take a request and throw its content away. */
    private static final Map<String, Map<String, ?>> DROPPING = Map.of(
            "/batch/", Map.of("status", 0, "quota_limited", List.of("events")),
            "/api/v2/logs", Map.of("errors", List.of("the quota of this day is used up")),
            "/otlp/v1/logs", partialSuccess("rejectedLogRecords"),
            "/otlp/v1/traces", partialSuccess("rejectedSpans"));

    private static final String CONFIG = "/v1/config";
    private static final Map<String, KindSpec> BATCH_ROUTES = KaizenKinds.REGISTRY.all().stream()
            .filter(KindSpec::isPosted)
            .collect(Collectors.toUnmodifiableMap(spec -> spec.route().orElseThrow(), Function.identity()));

    private final IngestServerSettings settings;
    private final IngestLedger ledger;
    private final BearerToken token;
    private final BatchIntake intake;
    private final CountDownLatch closing;

    /** @param closing ends all delays when it is counted down */
    IngestHandler(IngestServerSettings settings, IngestLedger ledger, BatchIntake intake, CountDownLatch closing) {
        this.settings = settings;
        this.ledger = ledger;
        this.token = new BearerToken(settings.token());
        this.intake = intake;
        this.closing = closing;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<ServerAnswer> answer = answerTo(exchange);
        drain(exchange.getRequestBody());
        holdBack();
        if (answer.isEmpty()) {
            throw new UnansweredOnPurpose();
        }
        if (!exchange.getRequestURI().getRawPath().equals(CONFIG)) {
            ledger.countAnswer(answer.get().status());
        }
        send(exchange, answer.get());
    }

    private Optional<ServerAnswer> answerTo(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (RequestRefused refusal) {
            return Optional.of(refusal.answer());
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.error("a request failed by a fault of the server's own", fault);
            return Optional.of(ServerAnswer.error(500, "a fault of the server's own"));
        }
    }

    private Optional<ServerAnswer> route(HttpExchange exchange) throws IOException, RequestRefused {
        String path = exchange.getRequestURI().getRawPath();
        KindSpec spec = BATCH_ROUTES.get(path);
        if (spec != null) {
            requireMethod(exchange, "POST");
            return intake.post(spec, exchange.getRequestHeaders(), exchange.getRequestBody());
        }
        if (path.equals(HEALTH)) {
            requireMethod(exchange, "GET");
            return Optional.of(ServerAnswer.json(200, Map.of("status", "ok")));
        }
        if (path.equals(CONFIG)) {
            requireMethod(exchange, "GET");
            token.check(exchange.getRequestHeaders());
            return Optional.of(overrides());
        }
        if (settings.dropExports() && DROPPING.containsKey(path)) {
            requireMethod(exchange, "POST");
            return Optional.of(ServerAnswer.json(200, DROPPING.get(path)));
        }
        throw RequestRefused.of(404, "no such route");
    }

    private static Map<String, ?> partialSuccess(String rejected) {
        return Map.of("partialSuccess", Map.of(rejected, "1", "errorMessage", "the quota of this day is used up"));
    }

    private static void requireMethod(HttpExchange exchange, String method) throws RequestRefused {
        if (!exchange.getRequestMethod().equals(method)) {
            throw RequestRefused.of(405, "this route takes " + method, "Allow", method);
        }
    }

    private ServerAnswer overrides() throws RequestRefused {
        if (settings.overrides().isEmpty()) {
            throw RequestRefused.of(404, "this server overrides nothing");
        }
        return ServerAnswer.json(200, settings.overrides());
    }

    private void holdBack() {
        try {
            // Whether the time is over or the server closes: either way it is time to answer.
            boolean ignored = closing.await(settings.misbehaviour().delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what was not read yet: a client that is still writing would miss an answer on a connection that is closed. */
    private static void drain(InputStream body) throws IOException {
        long left = IngestServerSettings.DEFAULT_MAX_BODY_BYTES;
        byte[] buffer = new byte[16 * 1024];
        int count = body.read(buffer);
        while (count >= 0 && left > 0) {
            left -= count;
            count = body.read(buffer);
        }
    }

    private static void send(HttpExchange exchange, ServerAnswer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        byte[] body = answer.body().getBytes(UTF_8);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        if (!bodiless) {
            headers.set("Content-Type", "application/json");
        }
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
            if (!bodiless) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    /** Makes the JDK's server close the connection: what it does where a handler throws before it has answered. */
    private static final class UnansweredOnPurpose extends IOException {

        private static final long serialVersionUID = 1;

        UnansweredOnPurpose() {
            super("closed without an answer, as asked");
        }
    }
}
