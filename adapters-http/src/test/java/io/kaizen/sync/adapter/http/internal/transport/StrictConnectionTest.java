package io.kaizen.sync.adapter.http.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The connection itself; what it is good for is shown where batches are sent. */
@Timeout(60)
class StrictConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static SSLContext serverTls;
    private static SSLContext clientTls;

    @BeforeAll
    static void foundAnAuthority(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        serverTls = authority.server("ip:127.0.0.1", TestAuthority.SINCE_YESTERDAY);
        clientTls = authority.client();
    }

    static Stream<Arguments> straysPlainAndTls() {
        return Stream.concat(
                        Stream.of(202, 400, 409, 401, 408, 413, 429, 500)
                                .map(status -> Reply.answer(status).text()),
                        Stream.of(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                                "220 smtp.example ESMTP\r\n",
                                "HTTP/1.1 2"))
                .flatMap(stray -> Stream.of(Arguments.of(false, stray), Arguments.of(true, stray)));
    }

    /** Where the greeting lies in the socket before the request is sent. Later it looks like an answer, and HTTP/1.1 cannot tell. */
    @ParameterizedTest
    @MethodSource("straysPlainAndTls")
    void b1_aStrayAnswerBeforeAllRequestsIsNobodys(boolean tls, String stray) throws Exception {
        try (ScriptedIngest server = server(tls).greet(stray);
                HttpTransport transport = transport()) {
            URI endpoint = URI.create(server.endpoint());
            try (Socket plain = new Socket(endpoint.getHost(), endpoint.getPort())) {
                StrictConnection connection = new StrictConnection(Http1Config.DEFAULT);
                connection.bind(plain);
                if (tls) {
                    connection.bind(handshake(plain), plain);
                }
                while (plain.getInputStream().available() == 0) {
                    Thread.onSpinWait();
                }

                assertThatThrownBy(() -> connection.sendRequestHeader(new BasicClassicHttpRequest("GET", "/")))
                        .hasMessage("the server sent something before it was asked");
            }
            int status = transport
                    .send(new HttpPost(server.endpoint()), PATIENCE, "too late", any -> true)
                    .fold(Response::status, none -> 0);
            assertThat(status).isEqualTo(202);
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static ScriptedIngest server(boolean tls) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        return tls
                ? ScriptedIngest.start(serverTls.getServerSocketFactory().createServerSocket(0, 50, here), "https")
                : ScriptedIngest.start(new ServerSocket(0, 50, here), "http");
    }

    private static HttpTransport transport() {
        return new HttpTransport(
                new HttpTransport.Settings(PATIENCE, PATIENCE, true, ProxyChoice.DIRECT),
                SystemDefaultDnsResolver.INSTANCE,
                () -> clientTls);
    }

    private static SSLSocket handshake(Socket plain) throws Exception {
        SSLSocket socket =
                (SSLSocket) clientTls.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        // Without tickets, what the server sends next is the greeting.
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.startHandshake();
        return socket;
    }
}
