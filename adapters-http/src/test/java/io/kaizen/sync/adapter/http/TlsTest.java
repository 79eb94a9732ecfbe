package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.TestAuthority;
import io.kaizen.sync.testkit.Wire;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.StandardConstants;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who cannot prove to be the server gets nothing: no batch, no token, and nothing in the clear either. */
class TlsTest extends AgainstScriptedIngest {

    private static final String HERE = "ip:127.0.0.1";
    private static final byte FIRST_BYTE_OF_TLS = 22;
    private static final String NAME = "ingest.example";

    private static TestAuthority authority;
    private static SSLContext client;

    /** The server names that clients have asked for. */
    private final List<String> namesAskedFor = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void foundAnAuthority(@TempDir Path folder) throws Exception {
        authority = new TestAuthority(folder);
        client = authority.client();
    }

    @Test
    void aServerWithACertificateOfATrustedAuthorityIsTalkedTo() throws Exception {
        ScriptedIngest server = tlsServer(authority.server(HERE, TestAuthority.SINCE_YESTERDAY));

        assertThat(send(server.endpoint(), () -> client)).isEqualTo(Accepted.UNCOUNTED);
    }

    @Test
    void f58_theServerIsToldWhichNameIsMeant() throws Exception {
        ScriptedIngest server = tlsServer(authority.server("dns:" + NAME, TestAuthority.SINCE_YESTERDAY));

        assertThat(send(server.endpoint().replace("127.0.0.1", NAME), () -> client))
                .isEqualTo(Accepted.UNCOUNTED);
        assertThat(namesAskedFor).containsExactly(NAME);
    }

    @Test
    void f58_aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        ScriptedIngest server = tlsServer(authority.server(HERE, TestAuthority.SINCE_YESTERDAY));

        assertRefused(server, SSLContext::getDefault, "issued by nobody that this Java trusts");
    }

    @Test
    void f58_aCertificateThatIsSignedByItselfIsRefused() throws Exception {
        assertRefused(tlsServer(authority.selfSigned(HERE)), () -> client, "issued by nobody that this Java trusts");
    }

    @Test
    void f58_aCertificateThatHasExpiredIsRefused() throws Exception {
        assertRefused(tlsServer(authority.server(HERE, "-30d")), () -> client, "certificate has expired");
    }

    @Test
    void f58_aCertificateThatIsNotValidYetIsRefused() throws Exception {
        assertRefused(tlsServer(authority.server(HERE, "+10d")), () -> client, "certificate is not valid yet");
    }

    @Test
    void f58_aCertificateForAnotherHostIsRefused() throws Exception {
        SSLContext elsewhere = authority.server("dns:elsewhere.example", TestAuthority.SINCE_YESTERDAY);

        assertRefused(tlsServer(elsewhere), () -> client, "127.0.0.1");
    }

    /** By their versions on the wire: SSL 3.0, TLS 1.0, TLS 1.1. */
    @ParameterizedTest
    @ValueSource(shorts = {0x0300, 0x0301, 0x0302})
    void f58_aServerThatSpeaksAnOldProtocolOnlyIsRefused(short version) {
        ingest.reply(wire -> {
            wire.send(serverHello(version));
            wire.awaitClose();
        });

        IngestOutcome outcome = send(ingest.endpoint().replace("http:", "https:"), () -> client);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message())
                                .startsWith("TLS: ")
                                .containsIgnoringCase("protocol"));
        assertThat(outcome.isAmbiguous()).isFalse();
        assertThat(ingest.connections()).isEqualTo(1);
    }

    @Test
    void f58_o5_aServerThatSpeaksNoTlsIsNotSpokenToInTheClear() {
        ingest.reply(wire -> {
            wire.send("220 smtp.example ESMTP\r\n");
            wire.close();
        });

        IngestOutcome outcome = send(ingest.endpoint().replace("http:", "https:"), SSLContext::getDefault);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message()).contains("the server does not speak TLS"));
        assertThat(outcome.isAmbiguous()).isFalse();
        assertThat(ingest.connections()).isEqualTo(1);
    }

    @Test
    void o5_aServerThatWaitsInSilenceForTheEndOfARequestLineMaySpeakNoTls() {
        ingest.reply(Wire::awaitClose);
        HttpIngestSettings settings = new HttpIngestSettings(
                ingest.endpoint().replace("http:", "https:"), () -> TOKEN, PATIENCE, Duration.ofMillis(300), 1, "1");
        HttpIngestGateway gateway = closedInTheEnd(new HttpIngestGateway(settings, InstantSource.system()));

        IngestOutcome outcome = gateway.prepare(SampleBatches.events(1)).send(once());

        assertNoTls(outcome);
    }

    @Test
    void o5_aServerThatAnswersAHandshakeInTheClearIsNamedForWhatItIs() {
        ingest.reply(wire -> {
            wire.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            wire.close();
        });

        assertNoTls(send(ingest.endpoint().replace("http:", "https:"), () -> client));
    }

    /** As the JDK's own server does, which waits for the end of a line. */
    @Test
    @Timeout(8)
    void o5_aServerThatWaitsInSilenceIsAskedInTheClearAndNamedForWhatItIs() {
        ingest.reply(wire -> {
            if (wire.readBytes(1)[0] == FIRST_BYTE_OF_TLS) {
                wire.awaitClose();
            } else {
                wire.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                wire.awaitClose();
            }
        });

        assertNoTls(send(ingest.endpoint().replace("http:", "https:"), () -> client));
    }

    private static void assertNoTls(IngestOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message()).contains("the server does not speak TLS"));
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void plainHttpLoadsNoTrustStore() {
        ingest.reply(Reply.answer(202));

        assertThat(send(ingest.endpoint(), () -> {
                    throw new AssertionError("asked for TLS");
                }))
                .isEqualTo(Accepted.UNCOUNTED);
    }

    private void assertRefused(ScriptedIngest server, Callable<SSLContext> tls, String why) {
        IngestOutcome outcome = send(server.endpoint(), tls);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message())
                                .startsWith("TLS: ")
                                .contains(why));
        assertThat(outcome.isAmbiguous()).isFalse();
        assertThat(server.requests()).isEmpty();
        assertThat(server.connections()).as("no second try in another way").isEqualTo(1);
    }

    private IngestOutcome send(String endpoint, Callable<SSLContext> tls) {
        HttpIngestGateway gateway = closedInTheEnd(
                new HttpIngestGateway(settings(endpoint, PATIENCE), InstantSource.system(), loopbackFor(NAME), tls));
        return gateway.prepare(SampleBatches.events(1)).send(once());
    }

    private ScriptedIngest tlsServer(SSLContext tls) throws Exception {
        SSLServerSocket socket = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
            @Override
            public boolean matches(SNIServerName name) {
                namesAskedFor.add(new SNIHostName(name.getEncoded()).getAsciiName());
                return true;
            }
        }));
        socket.setSSLParameters(parameters);
        return closedInTheEnd(ScriptedIngest.start(socket, "https"));
    }

    private static DnsResolver loopbackFor(String name) {
        return new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws java.net.UnknownHostException {
                return host.equals(name) ? new InetAddress[] {InetAddress.getLoopbackAddress()} : super.resolve(host);
            }
        };
    }

    /** The first thing that a server says, choosing {@code version} and TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA (RFC 2246, section 7.4). */
    private static byte[] serverHello(short version) {
        ByteBuffer hello = ByteBuffer.allocate(47);
        hello.put((byte) 22).putShort(version).putShort((short) 42);
        hello.put((byte) 2).put((byte) 0).putShort((short) 38);
        hello.putShort(version).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 0xc013).put((byte) 0);
        return hello.array();
    }
}
