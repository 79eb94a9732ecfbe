package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aFlushThatIsHeldUpEndsWithinTenSeconds() throws Exception {
        try (IngestServer server = serverThatAnswersAfter(HELD);
                KaizenSyncJar run = start(server, "run", "--once", "--json")) {
            assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();

            run.terminate();

            assertThat(run.endsWithin(PROMISED)).as(run.err()).isTrue();
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.out()).contains("\"reason\":\"interrupted\"");
        }
        assertThat(cli.run("status", "--json").json().get("pending").asInt()).isEqualTo(1);
    }

    @Test
    void aSecondSignalEndsTheProcessAtOnce() throws Exception {
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
    void aLoopThatWaitsEndsInOrder() throws Exception {
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
    void theIngestServerEndsInOrderToo() throws Exception {
        try (KaizenSyncJar server = KaizenSyncJar.start(folder, cli.arguments("ingest-server"))) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> server.out().contains("http://127.0.0.1:"));

            server.terminate();

            assertThat(server.exitCode()).as(server.err()).isZero();
            assertThat(server.out()).contains("workspace_facts");
        }
    }

    private KaizenSyncJar start(IngestServer server, String... args) {
        cli.config(server.url().toString());
        return KaizenSyncJar.start(folder, cli.arguments(args));
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
