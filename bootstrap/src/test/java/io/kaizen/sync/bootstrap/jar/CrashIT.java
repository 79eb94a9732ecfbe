package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.demo.DemoRows;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killing, stopping and racing processes do to rows: nothing. */
class CrashIT {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void afterAKillTheSameRowsGoAgainUnderTheSameKey() throws Exception {
        enqueue(BatchKind.SESSION_EVALS, 0, 30);
        CountDownLatch stored = new CountDownLatch(1);
        try (IngestServer server = slowServer(Duration.ofSeconds(3), batch -> stored.countDown())) {
            cli.config(server.url().toString());
            try (KaizenSyncJar first = runOnce()) {
                assertThat(stored.await(60, TimeUnit.SECONDS))
                        .as("the server has the batch")
                        .isTrue();
                first.kill();
            }
            assertThat(pending()).isEqualTo(30);
            // Rows that came in meanwhile must not join the batch.
            enqueue(BatchKind.SESSION_EVALS, 30, 10);

            try (KaizenSyncJar second = runOnce()) {
                assertThat(second.exitCode()).as(second.err()).isZero();
            }

            LedgerSnapshot ledger = server.ledger().snapshot();
            assertThat(ledger.replays()).isEqualTo(1);
            assertThat(ledger.of(BatchKind.SESSION_EVALS).stored()).isEqualTo(40);
            assertThat(ledger.of(BatchKind.SESSION_EVALS).doubled()).isZero();
            assertThat(pending()).isZero();
        }
    }

    @Test
    void twoProcessesSendEachRowOnce() throws Exception {
        enqueue(BatchKind.SESSION_EVALS, 0, 2_000);
        enqueue(BatchKind.TOOL_SPANS, 0, 2_000);
        try (IngestServer server = slowServer(Duration.ofMillis(50), IngestListener.NONE)) {
            cli.config(server.url().toString(), "events_per_batch_max = 100");
            try (KaizenSyncJar one = runOnce();
                    KaizenSyncJar other = runOnce()) {
                // One of them may find the other's lanes taken: then it says so.
                assertThat(one.exitCode()).as(one.err()).isIn(0, 4);
                assertThat(other.exitCode()).as(other.err()).isIn(0, 4);
            }
            try (KaizenSyncJar rest = runOnce()) {
                assertThat(rest.exitCode()).as(rest.err()).isZero();
            }

            LedgerSnapshot ledger = server.ledger().snapshot();
            assertThat(ledger.of(BatchKind.SESSION_EVALS).stored()).isEqualTo(2_000);
            assertThat(ledger.of(BatchKind.TOOL_SPANS).stored()).isEqualTo(2_000);
            assertThat(ledger.kinds()).allMatch(tally -> tally.doubled() == 0);
            assertThat(ledger.replays()).isZero();
            assertThat(pending()).isZero();
        }
    }

    private KaizenSyncJar runOnce() {
        return KaizenSyncJar.start(folder, cli.arguments("run", "--once"));
    }

    private void enqueue(BatchKind kind, int first, int count) {
        DemoRows rows = new DemoRows(7);
        String ndjson = IntStream.range(first, first + count)
                .mapToObj(index -> new String(rows.row(kind, index), java.nio.charset.StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
        assertThat(cli.input(ndjson).run("enqueue", "--kind", kind.name()).exit())
                .isZero();
    }

    private int pending() {
        return cli.run("status", "--json").json().get("pending").asInt();
    }

    private static IngestServer slowServer(Duration delay, IngestListener listener) throws IOException {
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .misbehaviour(new Misbehaviour(Optional.empty(), OptionalInt.empty(), delay))
                        .build(),
                listener);
    }
}
