package io.kaizen.sync.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.application.port.out.network.EnvironmentProxies;
import io.kaizen.sync.application.port.out.network.HttpProxy;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyChoiceTest {

    private static final URI TARGET = URI.create("https://ingest.example.com/v1");

    @Test
    void k8_aProxysUserAndPasswordAreSentAndNotPrinted() {
        HttpProxy proxy = HttpProxy.parse("http://ann:p%40ss+word@proxy.example:3128/");

        assertThat(proxy.address()).isEqualTo("proxy.example:3128");
        assertThat(proxy.authorization().map(Secret::reveal)).contains("Basic YW5uOnBAc3Mrd29yZA==");
        assertThat(proxy.toString()).doesNotContain("ann", "p@ss", "YW5u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "https://s3cret@proxy:1",
                "socks5://s3cret@proxy:1",
                "http://",
                "http://s3cret@:80",
                "http://proxy:0",
                "http://proxy:99999",
                "http://s3cret proxy",
                "http://proxy/s3cret"
            })
    void k8_whatIsNoHttpProxyIsRefusedWithoutAWordOfIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpProxy.parse(url))
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy, HTTPS_PROXY, https://x.example, 1",
        "HTTPS_PROXY, ALL_PROXY, https://x.example, 1",
        "all_proxy, ALL_PROXY, https://x.example, 1",
        "http_proxy, https_proxy, http://x.example, 1",
        "ALL_PROXY, HTTP_PROXY, http://x.example, 1",
        "HTTP_PROXY, HTTPS_PROXY, http://x.example, 0",
    })
    void k8_theVariablesCountAsForCurl(String first, String second, URI target, int port) {
        ProxyChoice choice = EnvironmentProxies.in(Map.of(first, "http://one:1", second, "two:2"));

        assertThat(choice.proxyFor(target).map(HttpProxy::port).orElse(0)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "example.com", ".example.com", "other, INGEST.example.com", "a b ingest.example.com."})
    void k8_hostsInNoProxyAreReachedWithout(String list) {
        ProxyChoice choice = EnvironmentProxies.in(Map.of("https_proxy", "one:1", "NO_PROXY", list));

        assertThat(choice.proxyFor(TARGET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ample.com", "ingest", "x.ingest.example.com"})
    void k8_othersAreNot(String list) {
        ProxyChoice choice = EnvironmentProxies.in(Map.of("https_proxy", "one:1", "no_proxy", list));

        assertThat(choice.proxyFor(TARGET)).isPresent();
        assertThat(ProxyChoice.DIRECT.proxyFor(TARGET)).isEqualTo(Optional.empty());
    }

    @Test
    void k8_aVariableThatNamesNoHttpProxyIsNamedWithoutItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentProxies.in(Map.of("ALL_PROXY", "socks5://s3cret:1")))
                .withMessageStartingWith("the variable ALL_PROXY must be http://")
                .withMessageNotContaining("s3cret");
    }
}
