package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.bootstrap.server.TestClient.EVALS;
import static io.kaizen.sync.bootstrap.server.TestClient.EVENTS;
import static io.kaizen.sync.bootstrap.server.TestClient.events;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.bootstrap.server.Misbehaviour.Failure;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does wrong on purpose, and where it is honest all the same. */
@Timeout(30)
class MisbehaviourTest {

    private static final UUID KEY = UUID.fromString("0199f3a0-1111-7aaa-8bbb-0123456789ab");

    @Test
    void everyNthPostFailsWithoutBeingStored() throws IOException {
        try (IngestServer server = start(failing(3, 503, OptionalLong.empty()))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 1; i <= 6; i++) {
                statuses.add(new TestClient(server.url())
                        .post(EVENTS, UUID.randomUUID(), events(i))
                        .statusCode());
            }

            assertThat(statuses).containsExactly(202, 202, 503, 202, 202, 503);
            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isEqualTo(4);
        }
    }

    @Test
    void aFailureRemembersNoKeyAndCarriesRetryAfter() throws IOException {
        try (IngestServer server = start(failing(2, 429, OptionalLong.of(7)))) {
            TestClient client = new TestClient(server.url());
            client.post(EVENTS, UUID.randomUUID(), events(1));

            HttpResponse<String> failed = client.post(EVENTS, KEY, events(2));
            HttpResponse<String> again = client.post(EVENTS, KEY, events(2));

            assertThat(failed.statusCode()).isEqualTo(429);
            assertThat(failed.headers().firstValue("Retry-After")).hasValue("7");
            assertThat(failed.body()).contains("\"error\"");
            assertThat(again.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void withoutRetryAfterThereIsNoSuchHeader() throws IOException {
        try (IngestServer server = start(failing(1, 429, OptionalLong.empty()))) {
            HttpResponse<String> failed = new TestClient(server.url()).post(EVENTS, KEY, events(1));

            assertThat(failed.headers().firstValue("Retry-After")).isEmpty();
        }
    }

    @Test
    void postsWithoutTheTokenAndGetsAreNotCounted() throws IOException {
        try (IngestServer server = start(failing(2, 503, OptionalLong.empty()))) {
            TestClient client = new TestClient(server.url());
            client.post(EVENTS, UUID.randomUUID(), events(1));
            client.send("POST", EVENTS, Map.of(), new byte[0]);
            client.get("/v1/health", Map.of());

            assertThat(client.post(EVENTS, KEY, events(2)).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aDroppedPostIsStoredAndItsResendIsAReplay() throws IOException {
        try (IngestServer server = start(dropping(2))) {
            TestClient client = new TestClient(server.url());
            client.post(EVENTS, UUID.randomUUID(), events(1));

            assertThatThrownBy(() -> client.post(EVENTS, KEY, events(2))).isInstanceOf(UncheckedIOException.class);
            HttpResponse<String> resend = client.post(EVENTS, KEY, events(2));

            assertThat(resend.statusCode()).isEqualTo(409);
            assertThat(resend.body()).isEqualTo("{\"received\":1,\"deduped\":0}");
            LedgerSnapshot snapshot = server.ledger().snapshot();
            assertThat(snapshot.dropped()).isEqualTo(1);
            assertThat(snapshot.of(BatchKind.EVENTS)).isEqualTo(new KindTally(BatchKind.EVENTS, 2, 2, 0, 0));
            assertThat(snapshot.answers()).isEqualTo(Map.of(202, 1L, 409, 1L));
        }
    }

    @Test
    void aDroppedConnectionIsClosedWithoutASingleByte() throws IOException {
        try (IngestServer server = start(dropping(1));
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            byte[] body = TestClient.gzip(events(1));
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + IngestServerSettings.DEMO_TOKEN
                            + "\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                            + "X-Kaizen-Idempotency-Key: " + KEY + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(body);
            out.flush();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isEqualTo(1);
        }
    }

    @Test
    void theServerGoesOnAfterADrop() throws IOException {
        try (IngestServer server = start(dropping(2))) {
            TestClient client = new TestClient(server.url());
            for (int i = 0; i < 100; i++) {
                long number = i;
                if (i % 2 == 0) {
                    assertThat(client.post(EVENTS, UUID.randomUUID(), events(number))
                                    .statusCode())
                            .isEqualTo(202);
                } else {
                    assertThatThrownBy(() -> client.post(EVENTS, UUID.randomUUID(), events(number)))
                            .isInstanceOf(UncheckedIOException.class);
                }
            }

            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).distinct())
                    .isEqualTo(100);
        }
    }

    @Test
    void anAnswerIsHeldBackAfterStoring() throws Exception {
        CountDownLatch stored = new CountDownLatch(1);
        IngestServer server = IngestServer.start(delaying(Duration.ofHours(1)), batch -> stored.countDown());
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> new TestClient(server.url()).post(EVENTS, KEY, events(1)));

        assertThat(stored.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).isNotDone();
        server.close();

        // Closing ends the delay, and the answer still goes out.
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void aDelayIsAsLongAsAsked() throws IOException {
        try (IngestServer server = start(delaying(Duration.ofMillis(150)))) {
            long start = System.nanoTime();

            new TestClient(server.url()).post(EVENTS, KEY, events(1));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }
    }

    @Test
    void moreRowsThanAllowedAreTooLarge() throws IOException {
        try (IngestServer server =
                start(IngestServerSettings.builder().maxItems(2).build())) {
            TestClient client = new TestClient(server.url());

            HttpResponse<String> refused = client.post(EVENTS, KEY, events(1, 2, 3));

            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(client.post(EVENTS, KEY, events(1, 2)).statusCode()).isEqualTo(202);
            assertThat(client.post(EVALS, UUID.randomUUID(), "{\"evals\":[{},{},{}]}")
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void moreBytesThanAllowedAreTooLargeCountedBeforeCompression() throws IOException {
        int limit = events(1).length();
        try (IngestServer server =
                start(IngestServerSettings.builder().maxBodyBytes(limit).build())) {
            TestClient client = new TestClient(server.url());

            assertThat(client.post(EVENTS, KEY, events(10)).statusCode()).isEqualTo(413);
            assertThat(client.post(EVENTS, KEY, events(1)).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aBombIsTooLarge() throws IOException {
        try (IngestServer server = start(IngestServerSettings.builder().build())) {
            String bomb = " ".repeat(IngestServerSettings.DEFAULT_MAX_BODY_BYTES + 1);

            assertThat(new TestClient(server.url()).post(EVENTS, KEY, bomb).statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aDiscardingServerAcceptsAnythingWithTheTokenAndRemembersNothing() throws IOException {
        IngestServerSettings settings =
                IngestServerSettings.builder().discard(true).build();
        try (IngestServer server = start(settings)) {
            TestClient client = new TestClient(server.url());

            HttpResponse<String> first = client.send("POST", EVENTS, TestClient.token(), new byte[1000]);
            HttpResponse<String> second = client.post(EVENTS, KEY, events(1));
            HttpResponse<String> third = client.post(EVENTS, KEY, events(1));
            HttpResponse<String> foreign = client.send("POST", EVENTS, Map.of(), new byte[10]);

            assertThat(List.of(first.statusCode(), second.statusCode(), third.statusCode(), foreign.statusCode()))
                    .containsExactly(202, 202, 202, 401);
            assertThat(first.body()).isEmpty();
            assertThat(server.ledger().snapshot().discardedBytes())
                    .isEqualTo(1000 + 2 * TestClient.gzip(events(1)).length);
            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isZero();
        }
    }

    @Test
    void aServerStopsAtOnceAfterADrop() throws IOException {
        IngestServer server = start(dropping(1));
        assertThatThrownBy(() -> new TestClient(server.url()).post(EVENTS, KEY, events(2)))
                .isInstanceOf(UncheckedIOException.class);
        long start = System.nanoTime();

        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 600})
    void aFailureMustHaveAStatusOfFailure(int status) {
        assertThatThrownBy(() -> new Failure(1, status, OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(status));
    }

    @Test
    void countsBelowOneAreRefused() {
        assertThatThrownBy(() -> new Failure(0, 503, OptionalLong.empty())).hasMessageContaining("0");
        assertThatThrownBy(() -> dropping(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> IngestServerSettings.builder().maxItems(0).build())
                .hasMessageContaining("0");
        assertThatThrownBy(() -> delaying(Duration.ofMillis(-1))).hasMessageContaining("PT-0.001S");
    }

    private static IngestServer start(IngestServerSettings settings) throws IOException {
        return IngestServer.start(settings);
    }

    private static IngestServerSettings failing(int every, int status, OptionalLong retryAfter) {
        return misbehaving(new Misbehaviour(
                Optional.of(new Failure(every, status, retryAfter)), OptionalInt.empty(), Duration.ZERO));
    }

    private static IngestServerSettings dropping(int every) {
        return misbehaving(new Misbehaviour(Optional.empty(), OptionalInt.of(every), Duration.ZERO));
    }

    private static IngestServerSettings delaying(Duration delay) {
        return misbehaving(new Misbehaviour(Optional.empty(), OptionalInt.empty(), delay));
    }

    private static IngestServerSettings misbehaving(Misbehaviour misbehaviour) {
        return IngestServerSettings.builder().misbehaviour(misbehaviour).build();
    }
}
