package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.TestAuthority;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that nobody asked for, in every place where a connection has room for them. */
class StrayAnswersTest extends AgainstScriptedIngest {

    private static final String EVENT =
            "{\"session_id_hash\":\"blake3:s\",\"event_seq\":%d,\"ts_ms\":1,\"agent\":\"a\","
                    + "\"model\":\"m\",\"kind\":\"k\",\"source\":\"s\",\"payload\":null}";

    /** A body longer than what the sockets between this client and a {@link #server} hold. */
    private static final Batch NOISY_BATCH = SampleBatches.of(BatchKind.EVENTS, List.of(noise(6_000_000)));

    private static SSLContext serverTls;
    private static SSLContext clientTls;

    @BeforeAll
    static void foundAnAuthority(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        serverTls = authority.server("ip:127.0.0.1", TestAuthority.SINCE_YESTERDAY);
        clientTls = authority.client();
    }

    static Stream<String> strays() {
        return Stream.concat(
                Stream.of(202, 409, 401, 408, 413, 429, 500)
                        .map(status -> Reply.answer(status).text()),
                Stream.of(
                        Reply.answer(400, "{\"error\":\"no\",\"field\":\"events[0]\"}")
                                .text(),
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "220 smtp.example ESMTP\r\n",
                        "HTTP/1.1 2"));
    }

    static Stream<Arguments> straysPlainAndTls() {
        return strays().flatMap(stray -> Stream.of(Arguments.of(false, stray), Arguments.of(true, stray)));
    }

    /** Few of them over TLS: a body that is longer than what the sockets hold takes its time. */
    static Stream<Arguments> earlyAnswers() {
        return Stream.concat(
                strays().map(stray -> Arguments.of(false, stray)),
                Stream.of(202, 413)
                        .map(status -> Arguments.of(true, Reply.answer(status).text())));
    }

    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_aStrayAnswerBehindAnotherIsNobodys(boolean tls, String stray) throws Exception {
        ScriptedIngest server = server(tls);
        server.reply(Answer.of(202).with(stray), Answer.of(503), Answer.of(202).with(stray));
        Outbox outbox = new Outbox(server);

        FlushReport report = outbox.flush(3);

        assertAllStoredOnce(outbox, report, server, 3);
        assertThat(server.requests()).hasSize(4);
        assertThat(server.connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_aStrayAnswerBehindOneInChunksIsNobodys(boolean tls, String stray) throws Exception {
        ScriptedIngest server = server(tls);
        server.reply(wire -> {
            wire.store(wire.readRequest());
            wire.send("HTTP/1.1 202 A\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + stray);
        });
        Outbox outbox = new Outbox(server);

        FlushReport report = outbox.flush(2);

        assertAllStoredOnce(outbox, report, server, 2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_aStrayAnswerOnAnIdleConnectionIsNobodys(boolean tls, String stray) throws Exception {
        ScriptedIngest server = server(tls);
        Outbox outbox = new Outbox(server);
        outbox.flush(1);
        server.sendUnasked(stray);
        server.reply(Answer.of(500));

        FlushReport report = outbox.flush(2);

        assertAllStoredOnce(outbox, report, server, 3);
        assertThat(server.connections()).isEqualTo(2);
    }

    /** A read does not show it, since nothing can be decrypted yet. */
    @Test
    void b1_halfARecordOfTlsOnAnIdleConnectionIsTheBeginningOfAStrayAnswer() throws Exception {
        HalvingServerSocket socket = new HalvingServerSocket();
        ScriptedIngest server = closedInTheEnd(ScriptedIngest.start(socket, "https"));
        Outbox outbox = new Outbox(server);
        outbox.flush(1);
        socket.halves = true;
        server.sendUnasked(Reply.answer(202).text());
        socket.halves = false;
        server.reply(Answer.of(500));

        FlushReport report = outbox.flush(2);

        assertAllStoredOnce(outbox, report, server, 3);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("earlyAnswers")
    void b1_anAnswerBeforeTheWholeRequestProvesNothing(boolean tls, String stray) throws Exception {
        ScriptedIngest server = server(tls);
        HttpIngestGateway gateway = gateway(server);
        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
        PreparedBatch batch = gateway.prepare(NOISY_BATCH);
        server.reply(wire -> {
            ReceivedRequest head = wire.readHead();
            wire.send(stray);
            wire.readBodyOf(head);
            wire.send(Reply.answer(202).text());
        });

        assertThat(batch.send(once()).isAmbiguous()).isTrue();
        assertThat(batch.send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void b1_anEarlyRefusalOnANewConnectionIsHeardAndAnEarlyAcceptanceIsNot() throws Exception {
        ScriptedIngest server = server(false);
        PreparedBatch batch = gateway(server).prepare(NOISY_BATCH);
        server.reply(
                Reply.early(Reply.answer(202).text()),
                Reply.early(Reply.answer(409).text()),
                Reply.early(Reply.answer(413, "too long").text()));

        assertThat(batch.send(once()).isAmbiguous()).isTrue();
        assertThat(batch.send(once()).isAmbiguous()).isTrue();
        assertThat(batch.send(once())).isEqualTo(new TooLarge("too long"));
        assertThat(batch.send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(server.connections()).isEqualTo(4);
    }

    @Test
    void b1_interimAnswersMayComeEarly() throws Exception {
        ScriptedIngest server = server(false);
        server.reply(wire -> {
            ReceivedRequest head = wire.readHead();
            wire.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
            wire.readBodyOf(head);
            wire.send(Reply.answer(202).text());
        });
        HttpIngestGateway gateway = gateway(server);

        assertThat(gateway.prepare(NOISY_BATCH).send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void b1_aConnectionThatBrokeWhileWritingIsNotUsedAgain() throws Exception {
        HttpIngestGateway gateway = gateway(ingest);
        ingest.reply(wire -> {
            wire.readHead();
            wire.send(Reply.answer(413, "too long").text());
            wire.reset();
        });

        gateway.prepare(NOISY_BATCH).send(once());

        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(ingest.connections()).isEqualTo(2);
    }

    @Test
    void b1_aConnectionOnWhichNothingStrayCameIsUsedAgain() throws Exception {
        for (boolean tls : new boolean[] {false, true}) {
            ScriptedIngest server = server(tls);
            HttpIngestGateway gateway = gateway(server);

            assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
            // On a busy machine a handshake may take so long that the server is asked whether it speaks TLS at all.
            int connections = server.connections();

            for (int i = 0; i < 9; i++) {
                assertThat(gateway.prepare(SampleBatches.events(1)).send(once()))
                        .isEqualTo(Accepted.UNCOUNTED);
            }

            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    private static void assertAllStoredOnce(Outbox outbox, FlushReport report, ScriptedIngest server, long rows) {
        assertThat(report.stops()).isEmpty();
        assertThat(outbox.sync.status().total().sent()).isEqualTo(rows);
        assertThat(outbox.sync.status().total().deadLettered()).isZero();
        assertThat(server.stored().stream().map(ReceivedRequest::unzippedBody))
                .hasSize((int) rows)
                .doesNotHaveDuplicates();
    }

    private ScriptedIngest server(boolean tls) throws Exception {
        ServerSocket socket = tls ? serverTls.getServerSocketFactory().createServerSocket() : new ServerSocket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return closedInTheEnd(ScriptedIngest.start(socket, tls ? "https" : "http"));
    }

    private HttpIngestGateway gateway(ScriptedIngest server) {
        return closedInTheEnd(new HttpIngestGateway(
                settings(server.endpoint(), PATIENCE),
                InstantSource.system(),
                SystemDefaultDnsResolver.INSTANCE,
                () -> clientTls));
    }

    /** Speaks TLS, and sends the second half of a record with the next one, if told so. */
    private static final class HalvingServerSocket extends ServerSocket {

        volatile boolean halves;

        HalvingServerSocket() throws IOException {
            super(0, 1, InetAddress.getLoopbackAddress());
        }

        @Override
        public Socket accept() throws IOException {
            Socket plain = new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new HalvingStream(super.getOutputStream());
                }
            };
            implAccept(plain);
            SSLSocket tls =
                    (SSLSocket) serverTls.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
            tls.setUseClientMode(false);
            return tls;
        }

        private final class HalvingStream extends FilterOutputStream {

            private byte[] keptBack = {};

            HalvingStream(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int half = halves ? length / 2 : length;
                out.write(keptBack);
                out.write(bytes, offset, half);
                keptBack = Arrays.copyOfRange(bytes, offset + half, offset + length);
            }
        }
    }

    /** An outbox in memory that is emptied row by row into a server. */
    private final class Outbox {

        final OutboxSync sync;
        private int enqueued;

        Outbox(ScriptedIngest server) {
            RetryPolicy retries = new RetryPolicy(
                    new BackoffPolicy(Duration.ofMillis(1), Duration.ofMillis(1)), 3, Duration.ofSeconds(1));
            sync = closedInTheEnd(OutboxSync.builder(new InMemoryOutbox(), HttpIngest.to(server.endpoint(), TOKEN))
                    .team("team-1", Secret.of("ab".repeat(32)))
                    .gateway(new ResilientIngestGateway(
                            gateway(server), retries, 0, new ShortSleeper(), new SplittableRandom(1)))
                    .retries(retries)
                    .limits(new BatchLimits(1, 1_000_000))
                    .storeAsGiven()
                    .ignoreServerConfig()
                    .build());
        }

        FlushReport flush(int rows) {
            List<String> payloads = IntStream.range(0, rows)
                    .mapToObj(i -> String.format(Locale.ROOT, EVENT, enqueued + i))
                    .toList();
            enqueued += rows;
            sync.enqueue(BatchKind.EVENTS, new OwnerId("o"), payloads);
            return sync.flush();
        }
    }

    private static final class ShortSleeper implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    }
}
