package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following a file for real: a process that sleeps, a file that is rotated, a signal. */
class TelemetryTailIT {

    @TempDir
    private Path folder;

    @Test
    void followsAFileThroughARotationUntilASignal() throws Exception {
        CliFixture cli = new CliFixture(folder);
        cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\n");
        Path file = cli.database().resolveSibling("telemetry.ndjson");
        try (KaizenSyncJar tail = KaizenSyncJar.start(folder, cli.arguments("telemetry", "tail", "--json"))) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> tail.err().contains("waiting for " + file));

            cli.run("telemetry", "test"); // An event and a tool span.
            await().atMost(60, TimeUnit.SECONDS).until(() -> tail.out().lines().count() == 2);
            Files.move(file, file.resolveSibling("telemetry.ndjson.1"));
            cli.run("telemetry", "test");
            await().atMost(60, TimeUnit.SECONDS).until(() -> tail.out().lines().count() == 4);
            tail.terminate();

            assertThat(tail.endsWithin(Duration.ofSeconds(5))).as(tail.err()).isTrue();
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines()).allMatch(line -> line.contains("\"batch_kind\":"));
        }
    }
}
