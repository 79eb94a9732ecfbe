package io.kaizen.sync.adapter.telemetry.http;

import io.kaizen.sync.application.port.out.ProxyChoice;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The way of one exporter to its server: POSTs, and POSTs again what failed, until it is taken or the exporter's time is up. Has
 * connections of its own, which no other exporter waits for; makes no thread and no connection before the first request. For one
 * export at a time, except {@link #close}.
 */
public final class ExporterHttp implements AutoCloseable {

    /** The servers behind exporters are shared by many, and what is exported is not urgent. */
    private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(500), Duration.ofSeconds(10));

    /** What of the time limit is kept back, so that an export ends by itself, with its own words, before it is cut off. */
    private static final Duration LARGEST_MARGIN = Duration.ofMillis(500);

    private static final int MAX_WORDS = 200;

    private final Duration timeLimit;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final ExporterHttpClient client;

    /**
     * @param timeLimit of one export: all its requests, repetitions and waits together ({@code exporter_timeout_ms}); positive
     * @param clientVersion our own, for the header {@code User-Agent}
     * @param clock read only where a server names a date to wait for and no date of its own
     */
    public ExporterHttp(
            Duration timeLimit, String clientVersion, Sleeper sleeper, InstantSource clock, RandomGenerator random) {
        this(timeLimit, clientVersion, sleeper, clock, random, ProxyChoice.DIRECT);
    }

    /** The same through a proxy. */
    public ExporterHttp(
            Duration timeLimit,
            String clientVersion,
            Sleeper sleeper,
            InstantSource clock,
            RandomGenerator random,
            ProxyChoice proxies) {
        this(timeLimit, clientVersion, sleeper, clock, random, proxies, System::nanoTime);
    }

    ExporterHttp(
            Duration timeLimit,
            String clientVersion,
            Sleeper sleeper,
            InstantSource clock,
            RandomGenerator random,
            ProxyChoice proxies,
            LongSupplier nanos) {
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("the time limit of an export must be positive: " + timeLimit);
        }
        Duration tenth = timeLimit.dividedBy(10);
        this.timeLimit = timeLimit.minus(tenth.compareTo(LARGEST_MARGIN) < 0 ? tenth : LARGEST_MARGIN);
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.random = Objects.requireNonNull(random, "random");
        this.nanos = nanos;
        this.client = new ExporterHttpClient(timeLimit, "kaizen-sync-java/" + clientVersion, clock, proxies);
    }

    /** The time of one export runs from here. */
    public Deadline begin() {
        return new Deadline(nanos, timeLimit);
    }

    /**
     * POSTs {@code request}, and again after what {@link ExporterRequest#retryOn} covers or where there was no answer, as long as
     * {@code deadline} allows. Waits for at least as long as the server asks for.
     *
     * @return an answer with a 2xx status
     * @throws ExporterHttpException if the request was not taken, or nobody knows whether it was
     */
    public ExporterAnswer post(ExporterRequest request, Deadline deadline) throws ExporterHttpException {
        int tries = 0;
        while (true) {
            PostResult result = client.post(request, deadline);
            tries++;
            if (result.isTaken()) {
                return new ExporterAnswer(result.status(), result.body());
            }
            if (result.isAnswered() && !request.retryOn().covers(result.status())) {
                throw failure(request, result, tries, "");
            }
            Duration wait = waitBefore(tries, result);
            if (wait.compareTo(deadline.remaining()) >= 0) {
                throw failure(request, result, tries, reasonToGiveUp(result, deadline));
            }
            if (!sleeper.sleep(wait)) {
                throw failure(request, result, tries, "; stopped before it was tried again");
            }
        }
    }

    private Duration waitBefore(int failures, PostResult result) {
        Duration ours = BACKOFF.delay(failures, random.nextDouble());
        return result.retryAfter().filter(asked -> asked.compareTo(ours) > 0).orElse(ours);
    }

    private static String reasonToGiveUp(PostResult result, Deadline deadline) {
        return result.retryAfter()
                .filter(asked -> asked.compareTo(deadline.remaining()) >= 0)
                .map(asked -> "; it asks to wait for " + asked.toSeconds() + " s, which is more than is left of "
                        + deadline.limit().toMillis() + " ms")
                .orElse("; given up after " + deadline.limit().toMillis() + " ms");
    }

    private static ExporterHttpException failure(ExporterRequest request, PostResult result, int tries, String ending) {
        String words = request.scrub(words(request, result));
        String tame = ServerWords.tame(words, Secret.of(""), MAX_WORDS);
        String times = tries > 1 ? " (tried " + tries + " times)" : "";
        return new ExporterHttpException(tame + times + ending, result.status());
    }

    private static String words(ExporterRequest request, PostResult result) {
        String host = request.uri().getHost();
        if (!result.isAnswered()) {
            return host + ": " + result.failure();
        }
        if (result.isRedirect()) {
            return host + " answers " + result.status() + ": a redirect"
                    + result.location().map(where -> " to " + where).orElse("") + ", which is not followed";
        }
        String advice = result.status() == 401 || result.status() == 403 ? ", check the key" : "";
        String body = new String(result.body(), StandardCharsets.UTF_8).strip();
        return host + " answers " + result.status() + advice + (body.isEmpty() ? "" : ": " + body);
    }

    /** Breaks off what is on the wire, and sends nothing any more. Thread-safe. */
    @Override
    public void close() {
        client.close();
    }
}
