package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalIT {

    private static final Duration HELD = Duration.ofMinutes(2);
    private static final Duration PROMISED = Duration.ofSeconds(10);

    private final CountDownLatch stored = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
    }

    @Test
    void f18_aFlushThatIsHeldUpEndsWithinTenSeconds() throws Exception {
        try (IngestServer server = serverThatAnswersAfter(HELD);
                KaizenSyncJar run = start(server, "run", "--once", "--json")) {
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();

            run.terminate();

            assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.out()).contains("\"reason\":\"interrupted\"");
        }
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void f20_aSecondSignalEndsTheProcessAtOnce() throws Exception {
        try (IngestServer server = serverThatAnswersAfter(HELD);
                KaizenSyncJar run = start(server, "run")) {
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
            run.terminate();
            assertThat(run.endsWithin(Duration.ofSeconds(2))).isFalse();

            run.terminate();

            assertThat(run.endsWithin(Duration.ofSeconds(1))).isTrue();
            assertThat(run.exitCode()).isEqualTo(4);
        }
    }

    @Test
    void f18_aLoopThatWaitsEndsInOrder() throws Exception {
        try (IngestServer server = serverThatAnswersAfter(Duration.ZERO);
                KaizenSyncJar run = start(server, "run")) {
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();

            run.terminate();

            assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("sent: rows 1, batches 1");
        }
    }

    @Test
    void f18_aFlushThatWasAskedToWaitEndsAtOnce() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start().reply(Answer.of(429).withHeader("Retry-After", "200"))) {
            cli.config(server.endpoint());
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run", "--once", "--json"))) {
                await().atMost(60, TimeUnit.SECONDS).until(() -> run.err().contains("sending again in 200.0 s"));

                run.terminate();

                assertThat(run.endsWithin(Duration.ofSeconds(5))).as(run.err()).isTrue();
                assertThat(run.exitCode()).isEqualTo(4);
                assertThat(run.out()).contains("\"reason\":\"interrupted\"");
            }
        }
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void f19_whileTheDestinationIsDownASignalDropsNothing() throws Exception {
        cli.config("http://127.0.0.1:" + portOfNobody());
        try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run"))) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> run.err().contains("WARN"));

            run.terminate();

            assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
            assertThat(run.exitCode()).isZero();
        }
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void f18_f105_anExporterThatHangsIsBrokenOffAndWhatTheServerHasIsCommitted() throws Exception {
        Path ndjson = cli.database().resolveSibling("telemetry.ndjson");
        try (FileChannel channel = FileChannel.open(ndjson, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock();
                IngestServer server = serverThatAnswersAfter(Duration.ZERO)) {
            assertThat(held.isValid()).isTrue();
            cli.config(
                    server.url().toString(),
                    "exporter_timeout_ms = 120000",
                    "[[telemetry.exporters]]",
                    "type = \"file\"");
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run", "--once"))) {
                assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(run.endsWithin(Duration.ofSeconds(2))).as("hangs").isFalse();

                run.terminate();

                assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
                assertThat(run.err()).contains("exporter file: ");
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
        }
        assertThat(pending()).isZero();
    }

    @Test
    void f18_whileAnotherProcessHoldsTheDatabaseASignalIsHeardAllTheSame() throws Exception {
        cli.config("http://127.0.0.1:" + portOfNobody());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + cli.database());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run"))) {
                assertThat(run.endsWithin(Duration.ofSeconds(3))).as("waits").isFalse();

                run.terminate();

                assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
                assertThat(run.exitCode()).as(run.err()).isIn(0, 4);
            }
            statement.execute("ROLLBACK");
        }
        assertThat(pending()).isEqualTo(1);
    }

    /** Also before the program has said that it wants to hear signals. */
    @ParameterizedTest
    @ValueSource(ints = {0, 150, 300, 450, 600, 900, 1200})
    void f18_f20_aSignalWhileTheProgramStartsEndsIt(int millis) throws Exception {
        try (IngestServer server = serverThatAnswersAfter(HELD);
                KaizenSyncJar run = start(server, "run")) {
            assertThat(run.endsWithin(Duration.ofMillis(millis))).isFalse();

            run.terminate();

            assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
        }
        assertThat(pending()).isEqualTo(1);
    }

    /** In a session of its own the process has no terminal that could hang up. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void b20_signalsForDebuggingEndNothing() throws Exception {
        try (IngestServer server = serverThatAnswersAfter(Duration.ZERO);
                KaizenSyncJar run = startWithoutTerminal(server)) {
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();

            for (String signal : List.of("USR1", "USR2", "HUP")) {
                run.signal(signal);
                await().atMost(60, TimeUnit.SECONDS).until(() -> run.err().contains("SIG" + signal + " ends nothing"));
            }
            run.signal("QUIT");
            await().atMost(60, TimeUnit.SECONDS).until(() -> run.out().contains("Full thread dump"));
            run.terminate();

            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    @Test
    void theIngestServerEndsInOrderToo() throws Exception {
        try (KaizenSyncJar server = KaizenSyncJar.start(folder, cli.arguments("ingest-server"))) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> server.out().contains("http://127.0.0.1:"));

            server.terminate();

            assertThat(server.exitCode()).as(server.err()).isZero();
            assertThat(server.out()).contains("workspace_facts");
        }
    }

    private int pending() {
        return cli.run("status", "--json").json().get("pending").asInt();
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private KaizenSyncJar start(IngestServer server, String... args) {
        cli.config(server.url().toString());
        return KaizenSyncJar.start(folder, cli.arguments(args));
    }

    private KaizenSyncJar startWithoutTerminal(IngestServer server) {
        cli.config(server.url().toString());
        return KaizenSyncJar.startUnder(List.of("setsid"), folder, FastStart.options(), Map.of(), cli.arguments("run"));
    }

    private IngestServer serverThatAnswersAfter(Duration delay) throws IOException {
        IngestListener listener = batch -> stored.countDown();
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .misbehaviour(new Misbehaviour(Optional.empty(), OptionalInt.empty(), delay))
                        .build(),
                listener);
    }
}
