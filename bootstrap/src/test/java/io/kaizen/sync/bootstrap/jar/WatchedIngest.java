package io.kaizen.sync.bootstrap.jar;

import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Stands in front of an ingest server: notes every POST, asks for patience once, and can hold one POST up until its sender is
 * gone. Thread-safe.
 */
final class WatchedIngest implements AutoCloseable {

    /** More than any test sends. */
    private static final int MOST_REQUESTS = 20_000;

    /** Which POST, counted from 1 without those that were asked for patience, gets the 429. */
    private static final int THROTTLED = 3;

    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "connection", "content-length");

    /** At what moment a POST is held up. */
    enum Moment {
        /** All of it is here, and the server behind has not heard of it. */
        ARRIVED,
        /** The server behind has done its work, and its answer is kept back. */
        ANSWERED
    }

    /** A batch as it came in. */
    record Post(String route, String key, String body) {}

    private final IngestServer behind;
    private final ScriptedIngest front = ScriptedIngest.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Post> posts = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private final IntPredicate throttles;
    private final int heldUp;
    private final Moment moment;
    private final CountDownLatch reached = new CountDownLatch(1);

    private WatchedIngest(IngestServer behind, IntPredicate throttles, int heldUp, Moment moment) {
        this.behind = behind;
        this.throttles = throttles;
        this.heldUp = heldUp;
        this.moment = moment;
        front.reply(Collections.nCopies(MOST_REQUESTS, (Reply) this::play).toArray(Reply[]::new));
    }

    /** Passes everything on. */
    static WatchedIngest passing(IngestServer behind) {
        return new WatchedIngest(behind, number -> false, 0, Moment.ARRIVED);
    }

    /** Answers the third POST with 429. */
    static WatchedIngest throttling(IngestServer behind) {
        return new WatchedIngest(behind, number -> number == THROTTLED, 0, Moment.ARRIVED);
    }

    /** Answers each POST whose number is a multiple of {@code every} with 429. */
    static WatchedIngest throttlingEach(IngestServer behind, int every) {
        return new WatchedIngest(behind, number -> number % every == 0, 0, Moment.ARRIVED);
    }

    /** Answers the third POST with 429, and holds the POST {@code number}, counted from 1, up. */
    static WatchedIngest holdingUp(IngestServer behind, int number, Moment moment) {
        return new WatchedIngest(behind, post -> post == THROTTLED, number, moment);
    }

    String endpoint() {
        return front.endpoint();
    }

    /** The POSTs so far, in the order in which they came in. */
    List<Post> posts() {
        synchronized (posts) {
            return List.copyOf(posts);
        }
    }

    /** The bodies of those POSTs that the server behind took. */
    List<String> accepted() {
        synchronized (posts) {
            return List.copyOf(accepted);
        }
    }

    /** How many POSTs came in so far. */
    int count() {
        synchronized (posts) {
            return posts.size();
        }
    }

    /** Waits for the POST that is to be held up; false if it does not come. */
    boolean awaitHeldUp(Duration patience) throws InterruptedException {
        return reached.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        front.close();
    }

    private void play(Wire wire) throws IOException {
        ReceivedRequest request = wire.readRequest();
        int number = request.method().equals("POST") ? note(request) : 0;
        boolean isHeldUp = number > 0 && number == heldUp;
        if (isHeldUp && moment == Moment.ARRIVED) {
            holdUp(wire);
            return;
        }
        Answer answer =
                number > 0 && throttles.test(number) ? Answer.of(429).withHeader("Retry-After", "1") : passOn(request);
        if (isHeldUp) {
            holdUp(wire);
        } else {
            wire.send(answer.text());
        }
    }

    private int note(ReceivedRequest request) {
        Post post = new Post(
                request.target(), request.header("X-Kaizen-Idempotency-Key").get(0), request.unzippedBody());
        synchronized (posts) {
            posts.add(post);
            return posts.size();
        }
    }

    private void holdUp(Wire wire) throws IOException {
        reached.countDown();
        wire.awaitClose();
        wire.close();
    }

    private Answer passOn(ReceivedRequest request) throws IOException {
        HttpRequest.Builder copy = HttpRequest.newBuilder(URI.create(behind.url() + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().stream()
                .filter(header -> !OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT)))
                .forEach(header -> copy.header(header.name(), header.value()));
        try {
            HttpResponse<String> answer = client.send(copy.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                synchronized (posts) {
                    accepted.add(request.unzippedBody());
                }
            }
            return Answer.of(answer.statusCode()).withBody(answer.body());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
