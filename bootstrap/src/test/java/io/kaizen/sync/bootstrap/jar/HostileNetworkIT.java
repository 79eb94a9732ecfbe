package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, where the environment and the server mean it no good. */
@Timeout(120)
class HostileNetworkIT {

    private static final long FOUR_GIBIBYTES = 4L << 30;

    private final ScriptedIngest server = ScriptedIngest.start();

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        cli.config(server.endpoint());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void f60_aProxyInTheEnvironmentGetsNothing() throws Exception {
        try (ScriptedIngest proxy = ScriptedIngest.start()) {
            Map<String, String> env = new HashMap<>();
            for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
                env.put(name, proxy.endpoint());
                env.put(name.toLowerCase(Locale.ROOT), proxy.endpoint());
            }
            env.put("NO_PROXY", "");
            String port = Integer.toString(URI.create(proxy.endpoint()).getPort());
            List<String> options = FastStart.options(
                    "-Djava.net.useSystemProxies=true",
                    "-Dhttp.nonProxyHosts=",
                    "-Dhttp.proxyHost=127.0.0.1",
                    "-Dhttp.proxyPort=" + port);

            try (KaizenSyncJar run = KaizenSyncJar.start(folder, options, env, cli.arguments("run", "--once"))) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            assertThat(proxy.connections()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void f44_answersOf4GibibytesFitIntoAnyHeap() throws Exception {
        server.reply(endless(503), endless(429), endless(202));

        try (KaizenSyncJar run =
                KaizenSyncJar.start(folder, FastStart.options("-Xmx64m"), cli.arguments("run", "--once"))) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(server.requests()).hasSize(3);
    }

    private static Reply endless(int status) {
        return wire -> {
            wire.readRequest();
            String head = Answer.of(status).text().replace("Content-Length: 0", "Content-Length: " + FOUR_GIBIBYTES);
            wire.send(head);
            byte[] block = "x".repeat(65_536).getBytes(UTF_8);
            try {
                for (long sent = 0; sent < FOUR_GIBIBYTES; sent += block.length) {
                    wire.send(block);
                }
            } catch (SocketException enough) {
                wire.close();
            }
        };
    }
}
