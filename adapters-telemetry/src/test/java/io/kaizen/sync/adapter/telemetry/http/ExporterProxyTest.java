package io.kaizen.sync.adapter.telemetry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.AgainstScriptedServer;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.testkit.SmallProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExporterProxyTest extends AgainstScriptedServer {

    private final SmallProxy proxy = closedInTheEnd(SmallProxy.withAuthorization("Basic YW5uOnMzY3JldA=="));

    @Test
    void k8_exportersGoThroughTheProxyToo() throws Exception {
        ExporterHttp http = through(ProxyChoice.of(HttpProxy.parse("http://ann:s3cret@" + proxy.address())));

        http.post(request("/logs"), http.begin());

        assertThat(proxy.requestLines()).containsExactly("POST " + server.endpoint() + "/logs HTTP/1.1");
        assertThat(onlyRequest().target()).isEqualTo("/logs");
        assertThat(onlyRequest().header("Proxy-Authorization")).isEmpty();
    }

    @Test
    void k8_eachUrlHasAProxyOfItsOwnOrNone() throws Exception {
        HttpProxy only = HttpProxy.parse("http://ann:s3cret@" + proxy.address());
        ExporterHttp http = through(target -> target.getPath().equals("/logs") ? Optional.of(only) : Optional.empty());

        http.post(request("/logs"), http.begin());
        http.post(request("/traces"), http.begin());

        assertThat(proxy.requestLines()).hasSize(1);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void k8_anExportersProxyThatWantsAPasswordIsTold() {
        mayWait = false;
        ExporterHttp http = through(ProxyChoice.of(HttpProxy.parse("http://ann:wr0ng@" + proxy.address())));

        assertThatThrownBy(() -> http.post(request("/logs"), http.begin()))
                .hasMessageContaining("the proxy " + proxy.address() + " answers 407 (it wants a user and a password")
                .hasMessageNotContaining("wr0ng");
        assertThat(server.requests()).isEmpty();
    }

    private ExporterHttp through(ProxyChoice choice) {
        Duration limit = Duration.ofSeconds(30);
        return closedInTheEnd(new ExporterHttp(
                limit, new HttpPostSender(limit, "1.2.3", () -> NOW, choice), sleeper(), new Random(4)));
    }

    private ExporterRequest request(String path) {
        return new ExporterRequest(
                new Request(URI.create(server.endpoint() + path), "text/plain", Map.of(), new byte[10], false),
                RetryOn.OTLP,
                Set.of());
    }
}
