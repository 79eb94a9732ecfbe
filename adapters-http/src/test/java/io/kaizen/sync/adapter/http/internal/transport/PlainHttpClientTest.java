package io.kaizen.sync.adapter.http.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class PlainHttpClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Otherwise a connection that is never idle would hold on to a server that was given up, for as long as that one lives. Linux alone has
     * all of 127.0.0.0/8 without being asked.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f54_anOldConnectionIsNotUsedAlthoughItsServerLives() throws Exception {
        AtomicReference<InetAddress> address = new AtomicReference<>(InetAddress.getLoopbackAddress());
        try (ScriptedIngest first = ScriptedIngest.start();
                ScriptedIngest second =
                        serverAt("127.0.0.2", URI.create(first.endpoint()).getPort());
                CloseableHttpClient client = client(name -> address.get(), Duration.ofMillis(1))) {
            String url = "http://ingest.example:" + URI.create(first.endpoint()).getPort() + "/v1/events";
            int old = client.execute(new HttpPost(url), response -> response.getCode());
            awaitNextMillisecond();

            address.set(InetAddress.getByName("127.0.0.2"));
            int moved = client.execute(new HttpPost(url), response -> response.getCode());

            assertThat(old).isEqualTo(202);
            assertThat(moved).isEqualTo(202);
            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(1);
        }
    }

    private interface Names {
        InetAddress addressOf(String host);
    }

    private static CloseableHttpClient client(Names names, Duration longestUse) {
        DnsResolver dns = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return new InetAddress[] {names.addressOf(host)};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return PlainHttpClient.create(
                dns, new LazyTls(SSLContext::getDefault), Optional.empty(), PATIENCE, PATIENCE, longestUse);
    }

    private static ScriptedIngest serverAt(String address, int port) throws IOException {
        return ScriptedIngest.start(new ServerSocket(port, 50, InetAddress.getByName(address)), "http");
    }

    /** The library's pool counts in milliseconds of the system clock, and probes no connection that came back in the same one. */
    private static void awaitNextMillisecond() {
        long start = System.currentTimeMillis();
        while (System.currentTimeMillis() <= start + 1) {
            Thread.onSpinWait();
        }
    }
}
