package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.ReceivedRequest.Header;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIngestGatewayTest extends AgainstScriptedIngest {

    @Test
    void theRequestHasTheContractsHeadersAndNothingOfTheLibrarys() {
        outcomeOf(patientGateway(), Reply.answer(202));

        assertThat(ingest.requests().get(0).headers())
                .extracting(Header::name)
                .containsExactlyInAnyOrder(
                        "Authorization",
                        "Accept-Encoding",
                        "X-Kaizen-Idempotency-Key",
                        "X-Kaizen-Client",
                        "Content-Type",
                        "Content-Encoding",
                        "Content-Length",
                        "Host",
                        "Connection",
                        "User-Agent");
        assertThat(ingest.requests().get(0).header("Accept-Encoding")).containsExactly("identity");
        assertThat(ingest.requests().get(0).header("X-Kaizen-Client")).containsExactly("kaizen-sync-java/1.2.3");
        assertThat(ingest.requests().get(0).header("User-Agent")).containsExactly("kaizen-sync-java/1.2.3");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 9})
    void aLongBodyArrivesWholeInOneMemberAtEveryLevel(int level) {
        String text = noise(1_500_000);
        HttpIngestGateway gateway =
                gateway(new HttpIngestSettings(ingest.endpoint(), () -> TOKEN, PATIENCE, PATIENCE, level, "1"));

        IngestOutcome outcome = gateway.prepare(SampleBatches.of(BatchKind.EVENTS, List.of(text)))
                .send(once());

        assertThat(outcome).isEqualTo(Accepted.UNCOUNTED);
        assertThat(ingest.requests().get(0).unzippedBody()).endsWith("\"events\":[" + text + "]}");
    }

    @Test
    void f125_theNextRequestUsesTheTokenOfItsTime() {
        AtomicReference<Secret> token = new AtomicReference<>(Secret.of("old"));
        HttpIngestGateway gateway =
                gateway(new HttpIngestSettings(ingest.endpoint(), token::get, PATIENCE, PATIENCE, 6, "1"));

        gateway.prepare(SampleBatches.events(1)).send(once());
        token.set(Secret.of("new"));
        gateway.prepare(SampleBatches.events(1)).send(once());

        assertThat(ingest.requests())
                .extracting(request -> request.header("Authorization").get(0))
                .containsExactly("Bearer old", "Bearer new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2\n", "hun\r\nter2", "hunter2 ", "hünter2", "hunter2\u0000"})
    void f119_aTokenThatNoHeaderCanHoldIsNeitherSentNorShown(String token) {
        HttpIngestGateway gateway =
                gateway(new HttpIngestSettings(ingest.endpoint(), () -> Secret.of(token), PATIENCE, PATIENCE, 6, "1"));

        assertThatIllegalStateException()
                .isThrownBy(() -> gateway.prepare(SampleBatches.events(1)).send(once()))
                .withMessageContaining("token")
                .withMessageNotContaining("ter2")
                .withNoCause();
        assertThat(ingest.connections()).isZero();
    }

    @Test
    void f120_lineBreaksInTheEnvelopeStayInTheBody() {
        BatchEnvelope envelope = new BatchEnvelope(
                "team\r\nX-Evil: 1\r\n\r\n", "blake3:x\u0000", Optional.of("widget\nTransfer-Encoding: chunked"));
        Batch plain = SampleBatches.events(1);

        patientGateway()
                .prepare(new Batch(plain.spec(), envelope, plain.rows()))
                .send(once());

        assertThat(ingest.requests()).hasSize(1);
        assertThat(ingest.requests().get(0).target()).isEqualTo("/v1/events");
        assertThat(ingest.requests().get(0).headers())
                .extracting(Header::name)
                .hasSize(10)
                .doesNotContain("X-Evil", "Transfer-Encoding");
        assertThat(ingest.requests().get(0).unzippedBody())
                .startsWith("{\"team_id\":\"team\\u000d\\u000aX-Evil: 1\\u000d\\u000a\\u000d\\u000a\",");
    }

    @Test
    void aKindWithoutRouteIsNotSent() {
        HttpIngestGateway gateway = patientGateway();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gateway.prepare(SampleBatches.of(BatchKind.SESSION_FEEDBACK, 1))
                        .send(once()));
    }

    @Test
    void connectionsAreKeptBetweenRequests() {
        HttpIngestGateway gateway = patientGateway();

        for (int i = 0; i < 20; i++) {
            outcomeOf(gateway, Reply.answer(i % 2 == 0 ? 202 : 500, "body"));
        }

        assertThat(ingest.connections()).isEqualTo(1);
    }

    @Test
    void cookiesAreNeitherKeptNorSent() {
        HttpIngestGateway gateway = patientGateway();

        outcomeOf(gateway, Reply.answer(202).withHeader("Set-Cookie", "id=1"));
        outcomeOf(gateway, Reply.answer(202));

        assertThat(ingest.requests().get(1).header("Cookie")).isEmpty();
    }

    @Test
    void aChallengeIsNotAnswered() {
        outcomeOf(patientGateway(), Reply.answer(401).withHeader("WWW-Authenticate", "Bearer"));

        assertThat(ingest.requests()).hasSize(1);
    }

    @Test
    void f48_anIdleConnectionThatTheServerClosedIsReplaced() throws Exception {
        HttpIngestGateway gateway = patientGateway();
        CountDownLatch closed = new CountDownLatch(1);
        outcomeOf(gateway, wire -> {
            wire.readRequest();
            wire.send(Reply.answer(202).text());
            wire.close();
            closed.countDown();
        });
        closed.await();
        awaitNextMillisecond();

        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
        assertThat(ingest.connections()).isEqualTo(2);
    }

    @Test
    void f48_aConnectionThatIsClosedUnderTheNextRequestLeavesItsFateOpen() {
        HttpIngestGateway gateway = patientGateway();
        outcomeOf(gateway, Reply.answer(202));

        IngestOutcome outcome = outcomeOf(gateway, Reply.silence());

        assertThat(ingest.connections()).isEqualTo(1);
        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isTrue();
    }

    @Test
    void aHigherLevelCompressesBetter() {
        assertThat(lengthOnTheWire(9)).isLessThan(lengthOnTheWire(1));
        assertThat(lengthOnTheWire(1)).isLessThan(lengthOnTheWire(0));
    }

    @Test
    void closingBreaksOffWhatIsOnTheWire() throws Exception {
        HttpIngestGateway gateway = patientGateway();
        CountDownLatch arrived = new CountDownLatch(1);
        ingest.reply(wire -> {
            wire.readRequest();
            arrived.countDown();
            wire.awaitClose();
        });
        CompletableFuture<IngestOutcome> outcome = CompletableFuture.supplyAsync(
                () -> gateway.prepare(SampleBatches.events(1)).send(once()));
        arrived.await();

        gateway.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo(new Unreachable("broken off by shutdown", true));
    }

    @Test
    void aClosedGatewaySendsNothing() {
        HttpIngestGateway gateway = patientGateway();
        gateway.close();
        gateway.close();

        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(new Unreachable("not sent: shutting down", false));
        assertThat(ingest.connections()).isZero();
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        Thread.currentThread().interrupt();

        IngestOutcome outcome = outcomeOf(patientGateway(), Reply.answer(202));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void f60_systemProxiesAreNotAsked() {
        List<String> names = List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts");
        List<String> before = new ArrayList<>();
        names.forEach(name -> before.add(System.getProperty(name)));
        System.setProperty("http.proxyHost", "192.0.2.1");
        System.setProperty("http.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(outcomeOf(patientGateway(), Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
        } finally {
            for (int i = 0; i < names.size(); i++) {
                restore(names.get(i), before.get(i));
            }
        }
    }

    @Test
    void manyThreadsSendAtOnce() throws Exception {
        HttpIngestGateway gateway = patientGateway();
        Set<String> keys = Collections.synchronizedSet(new HashSet<>());
        Callable<Boolean> sender = () -> {
            boolean allAccepted = true;
            for (int i = 0; i < 50; i++) {
                IdempotencyKey key = new IdempotencyKey(UUID.randomUUID());
                keys.add(key.toString());
                allAccepted &= gateway.prepare(SampleBatches.events(1)).send(under(key)) instanceof Accepted;
            }
            return allAccepted;
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> allAccepted : threads.invokeAll(Collections.nCopies(8, sender))) {
                assertThat(allAccepted.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ingest.requests())
                .extracting(HttpIngestGatewayTest::keyOf)
                .hasSize(400)
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    private int lengthOnTheWire(int gzipLevel) {
        HttpIngestSettings settings =
                new HttpIngestSettings(ingest.endpoint(), () -> TOKEN, PATIENCE, PATIENCE, gzipLevel, "1.2.3");
        gateway(settings).prepare(SampleBatches.events(100)).send(once());
        List<ReceivedRequest> requests = ingest.requests();
        return requests.get(requests.size() - 1).body().length;
    }

    private static String keyOf(ReceivedRequest request) {
        return request.header("X-Kaizen-Idempotency-Key").get(0);
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
