package io.kaizen.sync.adapter.telemetry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.HttpSender;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Result;
import io.kaizen.sync.application.port.out.export.HttpSender.Unanswered;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The way of one exporter to its server: POSTs, and POSTs again what failed, until it is taken or the exporter's time is up. For one
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
    private final HttpSender sender;

    /**
     * @param timeLimit of one export: all its requests, repetitions and waits together ({@code exporter_timeout_ms}); positive
     * @param sender of this exporter alone; {@link #close} closes it
     */
    public ExporterHttp(Duration timeLimit, HttpSender sender, Sleeper sleeper, RandomGenerator random) {
        this(timeLimit, sender, sleeper, random, System::nanoTime);
    }

    ExporterHttp(Duration timeLimit, HttpSender sender, Sleeper sleeper, RandomGenerator random, LongSupplier nanos) {
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("the time limit of an export must be positive: " + timeLimit);
        }
        Duration tenth = timeLimit.dividedBy(10);
        this.timeLimit = timeLimit.minus(tenth.compareTo(LARGEST_MARGIN) < 0 ? tenth : LARGEST_MARGIN);
        this.sender = Objects.requireNonNull(sender, "sender");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.random = Objects.requireNonNull(random, "random");
        this.nanos = nanos;
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
    public Answered post(ExporterRequest request, Deadline deadline) throws ExporterHttpException {
        int tries = 0;
        while (true) {
            Result result = sender.post(request.request(), deadline.remaining());
            tries++;
            if (result instanceof Answered answer && answer.status() / 100 == 2) {
                return answer;
            }
            if (result instanceof Answered refusal && !request.retryOn().covers(refusal.status())) {
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

    private Duration waitBefore(int failures, Result result) {
        Duration ours = BACKOFF.delay(failures, random.nextDouble());
        return askedWait(result).filter(asked -> asked.compareTo(ours) > 0).orElse(ours);
    }

    private static Optional<Duration> askedWait(Result result) {
        return result instanceof Answered answer ? answer.retryAfter() : Optional.empty();
    }

    private static String reasonToGiveUp(Result result, Deadline deadline) {
        return askedWait(result)
                .filter(asked -> asked.compareTo(deadline.remaining()) >= 0)
                .map(asked -> "; it asks to wait for " + asked.toSeconds() + " s, which is more than is left of "
                        + deadline.limit().toMillis() + " ms")
                .orElse("; given up after " + deadline.limit().toMillis() + " ms");
    }

    private static ExporterHttpException failure(ExporterRequest request, Result result, int tries, String ending) {
        String words = request.scrub(words(request, result));
        String tame = ServerWords.tame(words, Secret.of(""), MAX_WORDS);
        String times = tries > 1 ? " (tried " + tries + " times)" : "";
        int status = result instanceof Answered answer ? answer.status() : 0;
        return new ExporterHttpException(tame + times + ending, status);
    }

    private static String words(ExporterRequest request, Result result) {
        String host = request.request().uri().getHost();
        return result instanceof Answered answer
                ? host + " answers " + words(answer)
                : words(host, ((Unanswered) result).reason());
    }

    private static String words(Answered answer) {
        int status = answer.status();
        if (status / 100 == 3) {
            return status + ": a redirect"
                    + answer.location().map(where -> " to " + where).orElse("") + ", which is not followed";
        }
        String advice = status == 401 || status == 403 ? ", check the key" : "";
        String body = new String(answer.body(), UTF_8).strip();
        return status + advice + (body.isEmpty() ? "" : ": " + body);
    }

    private static String words(String host, String reason) {
        return reason.contains(host) ? reason : host + ": " + reason;
    }

    /** Breaks off what is on the wire, and sends nothing any more. Thread-safe. */
    @Override
    public void close() {
        sender.close();
    }
}
