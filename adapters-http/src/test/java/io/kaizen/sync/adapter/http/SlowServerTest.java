package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

/** The deadline of an attempt holds whatever the server is slow at. */
class SlowServerTest extends AgainstScriptedIngest {

    private static final Unreachable TOO_LATE = new Unreachable("gave up after 300 ms", true);
    private static final Unreachable TOO_LATE_TO_SEND = new Unreachable("gave up after 300 ms", false);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String LONG_TEXT = "x".repeat(100_000);

    @Test
    void f2_f45_inAnswering() {
        assertThat(inTime(() -> outcomeOf(hastyGateway(), Reply.stallAfter(""))))
                .isEqualTo(TOO_LATE);
    }

    @Test
    void f45_inItsStatusLine() {
        Reply slow = wire -> dripAfterRequest(wire, "", "HTTP/1.1 202 " + LONG_TEXT);

        assertThat(inTime(() -> outcomeOf(hastyGateway(), slow))).isEqualTo(TOO_LATE);
    }

    @Test
    void f45_inItsHeaders() {
        Reply slow = wire -> dripAfterRequest(wire, "HTTP/1.1 202 A\r\n", "X: " + LONG_TEXT);

        assertThat(inTime(() -> outcomeOf(hastyGateway(), slow))).isEqualTo(TOO_LATE);
    }

    @Test
    void f41_f45_inItsInterimAnswers() {
        Reply slow = wire -> dripAfterRequest(wire, "", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10_000));

        assertThat(inTime(() -> outcomeOf(hastyGateway(), slow))).isEqualTo(TOO_LATE);
    }

    @Test
    void f9_f45_inTheBodyOfA202() {
        assertThat(inTime(() -> outcomeOf(hastyGateway(), slowBody(202)))).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void f45_inTheBodyOfA409() {
        IngestOutcome outcome = inTime(() -> outcomeOf(hastyGateway(), slowBody(409)));

        assertThat(outcome).isInstanceOf(Conflict.class).extracting("meaning").isEqualTo(Meaning.UNKNOWN);
    }

    @Test
    void b20_aBodyThatNeverComesBehindA202CostsTwoSecondsOfAnyTimeLimit() {
        HttpIngestGateway gateway = gateway(settings(ingest.endpoint(), Duration.ofHours(1)));
        Reply neverEnding = Reply.stallAfter("HTTP/1.1 202 A\r\nContent-Length: 14\r\n\r\n{\"rec");

        assertThat(outcomeOf(gateway, neverEnding)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(outcomeOf(gateway, Reply.answer(202))).isEqualTo(Accepted.UNCOUNTED);
        assertThat(ingest.connections()).isEqualTo(2);
    }

    @Test
    void f45_inTheBodyOfAnError() {
        IngestOutcome outcome = inTime(() -> outcomeOf(hastyGateway(), slowBody(503)));

        assertThat(outcome).isInstanceOf(ServerError.class).extracting("status").isEqualTo(503);
    }

    @Test
    void f45_inReadingTheRequest() {
        CountDownLatch over = new CountDownLatch(1);
        ingest.reply(wire -> {
            wire.readHead();
            await(over);
        });

        assertThat(inTime(() -> hastyGateway().prepare(longBatch()).send(once())))
                .isEqualTo(TOO_LATE);
        over.countDown();
    }

    @Test
    void f55_inAcceptingConnections() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = connect(full);
                Socket second = connect(full)) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            InetAddress[] many = new InetAddress[100];
            Arrays.fill(many, full.getInetAddress());
            HttpIngestGateway gateway = gateway("http://ingest.example:" + full.getLocalPort(), host -> many);

            assertThat(inTime(() -> gateway.prepare(SampleBatches.events(1)).send(once())))
                    .isIn(TOO_LATE_TO_SEND);
        }
    }

    @Test
    void f55_inTlsHandshakes() {
        ingest.reply(Wire::awaitClose);
        HttpIngestGateway gateway = gateway(settings(ingest.endpoint().replace("http:", "https:"), SHORT));

        IngestOutcome outcome =
                inTime(() -> gateway.prepare(SampleBatches.events(1)).send(once()));

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void f53_inNamingItsAddress() {
        CountDownLatch over = new CountDownLatch(1);
        HttpIngestGateway gateway = gateway("http://ingest.example", host -> {
            await(over);
            throw new UnknownHostException(host);
        });

        IngestOutcome outcome =
                inTime(() -> gateway.prepare(SampleBatches.events(1)).send(once()));

        assertThat(outcome)
                .isIn(
                        TOO_LATE_TO_SEND,
                        new Unreachable(
                                "unknown host ingest.example (the name server did not answer in 300 ms)", false));
        over.countDown();
    }

    @Test
    void f53_inNamingItsAddressWhereAConnectMayTakeLessThanTheWhole() {
        CountDownLatch over = new CountDownLatch(1);
        HttpIngestSettings settings =
                new HttpIngestSettings("http://ingest.example", () -> TOKEN, PATIENCE, SHORT, 1, "1.2.3");
        HttpIngestGateway gateway = gateway(settings, host -> {
            await(over);
            throw new UnknownHostException(host);
        });

        IngestOutcome outcome =
                inTime(() -> gateway.prepare(SampleBatches.events(1)).send(once()));

        assertThat(outcome)
                .isEqualTo(new Unreachable(
                        "unknown host ingest.example (the name server did not answer in 300 ms)", false));
        over.countDown();
    }

    @Test
    void f45_andIsAskedAgainWithSuccessWhenItIsFast() {
        HttpIngestGateway gateway = hastyGateway();
        inTime(() -> outcomeOf(gateway, Reply.stallAfter("HTTP/1.1 202 A\r\n")));

        assertThat(outcomeOf(gateway, Reply.answer(202, "{\"received\":2}"))).isEqualTo(new Accepted(2, 0));
    }

    /** The system's look-up of a host name. */
    private interface Lookup {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private HttpIngestGateway gateway(String endpoint, Lookup lookup) {
        return gateway(settings(endpoint, SHORT), lookup);
    }

    private HttpIngestGateway gateway(HttpIngestSettings settings, Lookup lookup) {
        DnsResolver dns = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return lookup.resolve(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return closedInTheEnd(new HttpIngestGateway(settings, InstantSource.system(), dns, SSLContext::getDefault));
    }

    private static Reply slowBody(int status) {
        return wire -> dripAfterRequest(wire, "HTTP/1.1 " + status + " A\r\nContent-Length: 100000\r\n\r\n", LONG_TEXT);
    }

    private static void dripAfterRequest(Wire wire, String atOnce, String slowly) throws IOException {
        wire.readRequest();
        wire.send(atOnce);
        wire.drip(slowly, PAUSE);
    }

    /** Far above the deadline, for a machine that is busy, and far below the time that the slow server would take. */
    private static IngestOutcome inTime(Supplier<IngestOutcome> send) {
        long start = System.nanoTime();
        IngestOutcome outcome = send.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        return outcome;
    }

    private static Socket connect(ServerSocket server) throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
