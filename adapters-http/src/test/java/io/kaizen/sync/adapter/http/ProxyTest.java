package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import io.kaizen.sync.testkit.SmallProxy;
import io.kaizen.sync.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest extends AgainstScriptedIngest {

    private static final String ANN = "Basic YW5uOnMzY3JldA==";

    private static SSLContext serverTls;
    private static SSLContext clientTls;

    @BeforeAll
    static void foundAnAuthority(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        serverTls = authority.server("ip:127.0.0.1", TestAuthority.SINCE_YESTERDAY);
        clientTls = authority.client();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void k8_batchesGoThroughTheProxy(String scheme) throws Exception {
        SmallProxy proxy = closedInTheEnd(SmallProxy.withAuthorization(ANN));
        ScriptedIngest server = server(scheme);
        HttpIngestGateway gateway = gateway(server, "http://ann:s3cret@" + proxy.address());

        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);
        assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(Accepted.UNCOUNTED);

        String address = server.endpoint().replaceFirst("https?://", "");
        assertThat(proxy.requestLines())
                .containsExactly(
                        scheme.equals("https")
                                ? "CONNECT " + address + " HTTP/1.1"
                                : "POST http://" + address + "/v1/events HTTP/1.1");
        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.header("Host")).containsExactly(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void k8_theServerDoesNotSeeTheProxysPassword(String scheme) throws Exception {
        SmallProxy proxy = closedInTheEnd(SmallProxy.withAuthorization(ANN));
        ScriptedIngest server = server(scheme);

        gateway(server, "http://ann:s3cret@" + proxy.address())
                .prepare(SampleBatches.events(1))
                .send(once());

        assertThat(server.requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.header("Proxy-Authorization")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void f40_k8_aProxyThatWantsAPasswordIsTold(String scheme) throws Exception {
        SmallProxy proxy = closedInTheEnd(SmallProxy.withAuthorization(ANN));
        ScriptedIngest server = server(scheme);

        IngestOutcome outcome = gateway(server, "http://ann:wr0ng@" + proxy.address())
                .prepare(SampleBatches.events(1))
                .send(once());

        assertThat(outcome).isInstanceOfSatisfying(ClientError.class, refused -> {
            assertThat(refused.status()).isEqualTo(407);
            assertThat(refused.message())
                    .startsWith("the proxy " + proxy.address() + " answers 407")
                    .contains("user and a password")
                    .doesNotContain("wr0ng", "Basic ");
            assertThat(refused.isAmbiguous()).isFalse();
        });
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void k8_aProxyThatIsNotThereIsNamed() {
        SmallProxy proxy = SmallProxy.open();
        proxy.close();

        IngestOutcome outcome = gateway(ingest, "http://" + proxy.address())
                .prepare(SampleBatches.events(1))
                .send(once());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message())
                                .startsWith("through the proxy " + proxy.address() + ": "));
        assertThat(ingest.connections()).isZero();
    }

    @Test
    void k8_whatIsNoProxyIsTold() throws Exception {
        ScriptedIngest noProxy = server("http");
        noProxy.reply(Reply.raw("220 smtp.example ESMTP\r\n\r\n"));

        IngestOutcome outcome = gateway(server("https"), noProxy.endpoint())
                .prepare(SampleBatches.events(1))
                .send(once());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.message()).contains("does not answer in HTTP"));
    }

    @Test
    void k8_theServersConfigurationIsAskedForThroughTheProxy() {
        SmallProxy proxy = closedInTheEnd(SmallProxy.open());
        ingest.replyToGet(Reply.answer(200, "{}"));
        HttpIngest http = closedInTheEnd(HttpIngest.builder(ingest.endpoint(), TOKEN)
                .proxy(ProxyChoice.of(HttpProxy.parse("http://" + proxy.address())))
                .build());

        assertThat(http.config().ask()).isInstanceOf(Said.class);
        assertThat(proxy.requestLines()).containsExactly("GET " + ingest.endpoint() + "/v1/config HTTP/1.1");
    }

    private ScriptedIngest server(String scheme) throws Exception {
        ServerSocket socket = scheme.equals("https")
                ? serverTls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return closedInTheEnd(ScriptedIngest.start(socket, scheme));
    }

    private HttpIngestGateway gateway(ScriptedIngest server, String proxy) {
        HttpIngestSettings settings = new HttpIngestSettings(
                server.endpoint(), () -> TOKEN, PATIENCE, PATIENCE, 1, "1.2.3", ProxyChoice.of(HttpProxy.parse(proxy)));
        return closedInTheEnd(new HttpIngestGateway(
                settings, InstantSource.system(), SystemDefaultDnsResolver.INSTANCE, () -> clientTls));
    }
}
