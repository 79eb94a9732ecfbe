package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A flush with 64 MB of heap, behind a long outage. {@code -Dsoak=true} makes the outage ten times as long. */
class SmallHeapIT {

    private static final int ROWS = Boolean.getBoolean("soak") ? 1_000_000 : 100_000;
    private static final long MEGABYTE = 1 << 20;

    /** The heap, and what Java, its threads, its classes and SQLite need beside it. */
    private static final long MOST_RESIDENT = (64 + 192) * MEGABYTE;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    @Test
    void f69_aHundredThousandWaitingRowsNeedNoMoreThan64MegabytesOfHeap(TestReporter reporter) throws Exception {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.input("").run("enqueue", "--kind", "events").exit()).isZero();
        NumberedRows.insert(cli.database(), 1, ROWS);
        CompletableFuture<KaizenSyncJar> running = new CompletableFuture<>();
        AtomicLong peak = new AtomicLong();
        try (IngestServer server = startServer(running, peak)) {
            cli.config(server.url().toString());
            long start = System.nanoTime();
            try (KaizenSyncJar jar = KaizenSyncJar.start(folder, List.of("-Xmx64m"), cli.arguments("run", "--once"))) {
                running.complete(jar);
                assertThat(jar.endsWithin(PATIENCE)).as(jar.err()).isTrue();
                assertThat(jar.exitCode()).as(jar.err()).isZero();
                assertThat(jar.out()).startsWith("sent " + ROWS + " rows");
            }
            reporter.publishEntry(
                    ROWS + " rows",
                    "resident at most " + peak.get() / MEGABYTE + " MB, "
                            + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");

            assertThat(server.ledger().snapshot().kinds().stream()
                            .mapToLong(KindTally::distinct)
                            .sum())
                    .isEqualTo(ROWS);
            assertThat(peak.get()).isBetween(1L, MOST_RESIDENT);
        }
    }

    /** Looks at the flushing process whenever it has sent a batch. */
    private static IngestServer startServer(CompletableFuture<KaizenSyncJar> running, AtomicLong peak)
            throws IOException {
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .build(),
                batch -> {
                    try {
                        peak.accumulateAndGet(running.join().peakMemoryBytes(), Math::max);
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    }
                });
    }
}
