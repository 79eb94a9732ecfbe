package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.application.port.out.export.HttpSender.Result;
import io.kaizen.sync.application.port.out.export.HttpSender.Unanswered;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.TestAuthority;
import io.kaizen.sync.testkit.Wire;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What exporters get from the transport that they share with the ingest gateway. */
class HttpPostSenderTest extends AgainstScriptedIngest {

    private static final byte FIRST_BYTE_OF_TLS = 22;
    private static final int TRIES = 2_000;

    private final HungNames names = new HungNames();

    @Test
    void theClientIsNamed() {
        sender().post(request(ingest.endpoint()), PATIENCE);

        assertThat(ingest.requests().get(0).header("User-Agent")).containsExactly("kaizen-sync-java/1.2.3");
    }

    @Test
    void aVersionThatNoHeaderCanHoldIsRefused() {
        assertThatThrownBy(() ->
                        new HttpPostSender(PATIENCE, "1.2\r\nX-Evil: 1", InstantSource.system(), ProxyChoice.DIRECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the client version cannot stand in a header");
    }

    /** An exporter's status says it all: its body is only words. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void b20_aBodyThatNeverComesCostsTwoSecondsOfAnyTimeLimit() {
        ingest.reply(Reply.stallAfter("HTTP/1.1 500 A\r\nContent-Length: 14\r\n\r\n{"));
        HttpPostSender sender = closedInTheEnd(
                new HttpPostSender(Duration.ofHours(1), "1.2.3", InstantSource.system(), ProxyChoice.DIRECT));

        Result result = sender.post(request(ingest.endpoint()), Duration.ofHours(1));

        assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(500);
            assertThat(answered.body()).isEmpty();
        });
    }

    /** Although a connect may take much longer than this request. */
    @Test
    @Timeout(8)
    void aHungNameLookUpEndsWithTheLimitOfItsRequest() {
        Result result = sender(names, SSLContext::getDefault).post(request("http://exporter.example"), SHORT);

        assertThat(result).isEqualTo(new Unanswered("no answer in time"));
        names.answer.countDown();
    }

    @Test
    @Timeout(8)
    void aHungNameLookUpEndsWithTheTimeToConnect() {
        HttpPostSender sender = closedInTheEnd(new HttpPostSender(
                SHORT, "1.2.3", InstantSource.system(), ProxyChoice.DIRECT, names, SSLContext::getDefault));

        Result result = sender.post(request("http://exporter.example"), PATIENCE);

        assertThat(result)
                .isEqualTo(new Unanswered("unknown host exporter.example (the name server did not answer in 300 ms)"));
        names.answer.countDown();
    }

    @Test
    @Timeout(8)
    void closingEndsAHungNameLookUp() throws Exception {
        HttpPostSender sender = sender(names, SSLContext::getDefault);
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> sender.post(request("http://exporter.example"), PATIENCE));
        names.asked.await();

        sender.close();

        assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(new Unanswered("broken off by shutdown"));
        names.answer.countDown();
    }

    @Test
    @Timeout(8)
    void anExportersServerWithoutTlsBehindHttpsIsNamedForWhatItIs() {
        ingest.reply(wire -> {
            if (wire.readBytes(1)[0] != FIRST_BYTE_OF_TLS) {
                wire.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
            wire.awaitClose();
        });

        assertThat(reason(sender().post(request(ingest.endpoint().replace("http:", "https:")), PATIENCE)))
                .isEqualTo("TLS: the server does not speak TLS; is it an http:// endpoint?");
    }

    @Test
    void anExportersServerWhoseCertificateHasExpiredIsRefused(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        SSLContext client = authority.client();
        ScriptedIngest server = closedInTheEnd(ScriptedIngest.start(
                authority
                        .server("ip:127.0.0.1", "-30d")
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                "https"));

        Result result =
                sender(SystemDefaultDnsResolver.INSTANCE, () -> client).post(request(server.endpoint()), PATIENCE);

        assertThat(reason(result)).startsWith("TLS: the server's certificate has expired");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    @Timeout(8)
    void aHandshakeThatHangsEndsWithTheLimitOfItsRequest() {
        ingest.reply(Wire::awaitClose);

        Result result = sender().post(request(ingest.endpoint().replace("http:", "https:")), SHORT);

        assertThat(result).isEqualTo(new Unanswered("no answer in time"));
    }

    /** The library's own states are not ours to show: it throws what it likes where it is broken off in the middle of something. */
    @Test
    void f105_aDeadlineThatStrikesAtWhateverMomentIsNoAnswerAndNothingElse() {
        HttpPostSender sender = sender();
        int unanswered = 0;
        for (int i = 0; i < TRIES; i++) {
            Result result = sender.post(request(ingest.endpoint()), Duration.ofNanos(i * 1_000L));
            unanswered += result instanceof Answered ? 0 : 1;
        }
        assertThat(unanswered).isPositive();
    }

    private HttpPostSender sender() {
        return sender(SystemDefaultDnsResolver.INSTANCE, SSLContext::getDefault);
    }

    private HttpPostSender sender(DnsResolver dns, Callable<SSLContext> tls) {
        return closedInTheEnd(
                new HttpPostSender(PATIENCE, "1.2.3", InstantSource.system(), ProxyChoice.DIRECT, dns, tls));
    }

    private static Request request(String endpoint) {
        return new Request(URI.create(endpoint + "/"), "application/json", Map.of(), new byte[1_000], false);
    }

    private static String reason(Result result) {
        return ((Unanswered) result).reason();
    }

    /** A name server that lets others wait. */
    private static final class HungNames implements DnsResolver {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
