package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk on which the database lies becomes full in the middle of a flush. */
class FullDiskIT {

    private static final int ROWS = 600;
    private static final int FULL_AFTER_BATCHES = 3;

    @TempDir
    private Path folder;

    private Path disk;
    private Path ballast;
    private boolean isMounted;
    private final AtomicInteger batches = new AtomicInteger();

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        ballast = disk.resolve("ballast");
        String complaint = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
        assumeTrue(complaint.isEmpty(), "no file system can be mounted here (it needs root): " + complaint);
        isMounted = true;
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", "-l", disk.toString())).isEmpty();
        }
    }

    @Test
    void f81_f82_aDiskThatBecomesFullIsToldAndWhenThereIsRoomNothingIsMissing() throws Exception {
        CliFixture cli = new CliFixture(folder);
        Path database = disk.resolve("kaizen.db");
        String db = "--db=" + database;
        try (IngestServer server = startServer()) {
            cli.config(server.url().toString(), "events_per_batch_max = 20");
            assertThat(cli.input("").run(db, "enqueue", "--kind", "events").exit())
                    .isZero();
            NumberedRows.insert(database, 1, ROWS);

            try (KaizenSyncJar jar = KaizenSyncJar.start(folder, cli.arguments(db, "run", "--once"))) {
                assertThat(jar.exitCode()).as(jar.out() + jar.err()).isEqualTo(6);
                assertThat(jar.err())
                        .contains("the disk is full", "free some space")
                        .doesNotContain("\tat ");
            }
            assertThat(stored(server)).isLessThan(ROWS);

            Files.delete(ballast);
            try (KaizenSyncJar jar = KaizenSyncJar.start(folder, cli.arguments(db, "run", "--once"))) {
                assertThat(jar.exitCode()).as(jar.out() + jar.err()).isZero();
            }
            assertThat(stored(server)).isEqualTo(ROWS);
            LedgerSnapshot ledger = server.ledger().snapshot();
            assertThat(ledger.kinds()).allMatch(ReferenceFlush::storedNothingTwice);
            assertThat(ledger.keyMisuses()).isZero();
            assertThat(ledger.replays()).isLessThanOrEqualTo(1);
            assertThat(cli.run(db, "verify").exit()).isZero();
        }
    }

    private IngestServer startServer() throws IOException {
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .build(),
                batch -> {
                    if (batches.incrementAndGet() == FULL_AFTER_BATCHES) {
                        fill();
                    }
                });
    }

    /** Takes up what room is left. */
    private void fill() {
        boolean isFull = false;
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (!isFull) {
                out.write(new byte[4096]);
            }
        } catch (IOException noSpace) {
            isFull = true;
        }
        assertThat(isFull).isTrue();
    }

    private static long stored(IngestServer server) {
        return server.ledger().snapshot().kinds().stream()
                .mapToLong(KindTally::stored)
                .sum();
    }

    /** What the program had to complain about; empty if nothing. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String words = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? "" : words;
        } catch (IOException missing) {
            return String.valueOf(missing.getMessage());
        }
    }
}
