package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.testkit.MovableClock;
import io.kaizen.sync.testkit.Settling;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several holders of one file: each row goes out once, and nobody waits for the dead. */
class SqliteProcessesTest {

    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LEASE = Duration.ofHours(1);
    private static final Instant LEASE_END = NOW.plus(LEASE);

    private final MovableClock clock = new MovableClock(NOW);

    @TempDir
    Path folder;

    @Test
    void f98_aKilledProcessLosesItsLaneAtOnceToOneThatKnowsWhatItWasSending() throws Exception {
        Path file = outboxWithRows();
        Holder holder = new Holder(file);
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database, clock)) {
            assertThat(store.openLane(LANE, LEASE)).isEqualTo(new LaneGrant.Busy(LEASE_END));
            List<String> written = TestFiles.query(file, "select idempotency_key, row_ids from outbox_claim");

            holder.kill();

            LaneGrant grant = store.openLane(LANE, LEASE);
            assertThat(((LaneGrant.Granted) grant).claims())
                    .extracting(claim -> claim.key() + "|" + RowIds.write(claim.rows()))
                    .isEqualTo(written);
            assertThat(lockFiles(database)).hasSize(1);
        } finally {
            holder.kill();
        }
    }

    @Test
    void f97_whoWasStoppedForLongerThanItsLeaseCommitsNothing() throws Exception {
        Path file = outboxWithRows();
        Holder holder = new Holder(file);
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore store = new SqliteOutboxStore(database, clock)) {
            holder.signal("STOP");

            clock.set(LEASE_END.minusMillis(1));
            assertThat(store.openLane(LANE, LEASE)).isInstanceOf(LaneGrant.Busy.class);
            clock.set(LEASE_END.plusMillis(1));
            LaneGrant.Granted heir = (LaneGrant.Granted) store.openLane(LANE, LEASE);

            holder.signal("CONT");
            assertThat(holder.askToCommit()).isEqualTo(HolderProcess.LOST);
            assertThat(TestFiles.countPending(database)).isEqualTo(3);
            assertThat(heir.claims()).hasSize(1);
            assertThat(Settling.settle(
                                    store, heir.lease(), new Sent(heir.claims().get(0), NOW))
                            .rows())
                    .isEqualTo(3);
        } finally {
            holder.kill();
        }
    }

    /** What five leave beside what one has left is swept by the next, so that ten thousand leave no more. */
    @Test
    void f141_killedProcessesLeaveNothingThatGrows() throws Exception {
        Path file = folder.resolve("kaizen.db");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        new Holder(file, temporary).kill();
        sweep(file);
        List<String> afterOne = filesBeside(file);
        assertThat(afterOne).anyMatch(name -> name.contains("sqlitejdbc"));

        for (int i = 0; i < 5; i++) {
            new Holder(file, temporary).kill();
        }
        assertThat(bytesBeside(file))
                .as("without any sweep, but for empty lock files")
                .isLessThan(8 << 20);
        sweep(file);

        assertThat(filesBeside(file)).isEqualTo(afterOne);
        assertThat(temporary).isEmptyDirectory();
    }

    private void sweep(Path file) {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            new SqliteOutboxStore(database, clock).close();
        }
    }

    private Path outboxWithRows() {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, 3);
        }
        return file;
    }

    @Test
    void livingHoldersOfThisProcessAreNotSweptAway() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file);
                SqliteOutboxStore first = new SqliteOutboxStore(database, clock);
                SqliteOutboxStore second = new SqliteOutboxStore(database, clock)) {
            assertThat(first.openLane(LANE, LEASE)).isInstanceOf(LaneGrant.Granted.class);

            assertThat(second.openLane(LANE, LEASE)).isInstanceOf(LaneGrant.Busy.class);
            assertThat(lockFiles(database)).hasSize(2);
        }
    }

    @Test
    void aNameFromTheDatabaseOpensNoFileElsewhere() throws Exception {
        HolderLocks locks = new HolderLocks(Files.createDirectory(folder.resolve("holders")));
        Path victim = Files.writeString(folder.resolve("victim.lock"), "precious");

        assertThat(locks.isDead("../victim")).isFalse();
        assertThat(Files.readString(victim)).isEqualTo("precious");
    }

    @Test
    void f85_f96_whoRaceForAFileSendEachRowOnce() throws Exception {
        Path file = folder.resolve("kaizen.db");
        int rows = 2_000;
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            TestFiles.append(database, BatchKind.EVENTS, rows);
        }
        int racers = 4;
        ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(racers);
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Future<?>> races = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                races.add(threads.submit(() -> {
                    try (SqliteDatabase own = SqliteDatabase.open(file);
                            SqliteOutboxStore store = new SqliteOutboxStore(own)) {
                        start.await();
                        drain(store, sent);
                    }
                    return null;
                }));
            }
            for (Future<?> race : races) {
                race.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(sent).hasSize(rows);
        assertThat(sent.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(1, rows).boxed().toList());
        assertThat(TestFiles.query(file, "select count(*) from sync_outbox where sent = 0"))
                .containsExactly("0");
        assertThat(TestFiles.query(file, "select count(*) from outbox_claim")).containsExactly("0");
    }

    /** Takes the lane, sends one batch, gives it back, and so on until nothing is left. */
    private static void drain(SqliteOutboxStore store, ConcurrentLinkedQueue<Long> sent) {
        while (!store.backlog(store.bound()).lanes().isEmpty()) {
            if (store.openLane(LANE, LEASE) instanceof LaneGrant.Granted granted) {
                LaneLease lease = granted.lease();
                assertThat(granted.claims()).isEmpty();
                List<OutboxRow> page = store.page(new PageRequest(
                        Lane.of(BatchKind.EVENTS),
                        store.bound(),
                        Optional.empty(),
                        25,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE));
                if (!page.isEmpty()) {
                    Claim claim = claimOf(page);
                    assertThat(store.claim(lease, claim, LEASE).isClaimed()).isTrue();
                    page.forEach(row -> sent.add(row.id().value()));
                    assertThat(Settling.settle(store, lease, new Sent(claim, NOW))
                                    .rows())
                            .isEqualTo(claim.rows().size());
                }
                store.closeLane(lease);
            }
        }
    }

    private static Claim claimOf(List<OutboxRow> rows) {
        return new Claim(
                LANE,
                new IdempotencyKey(UUID.randomUUID()),
                Claim.State.SENDING,
                rows.stream().map(OutboxRow::id).toList(),
                new BodyDigest("0"),
                new BatchEnvelope("team", "hash", Optional.empty()),
                new Destination("https://ingest.example", "team"));
    }

    /** A process of its own. */
    private final class Holder {

        private final Process process;
        private final BufferedReader output;

        Holder(Path file) throws IOException {
            this(file, Path.of(System.getProperty("java.io.tmpdir")));
        }

        Holder(Path file, Path temporary) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-XX:-UsePerfData",
                            "-Djava.io.tmpdir=" + temporary,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                            HolderProcess.class.getName(),
                            file.toString(),
                            NOW.toString(),
                            LEASE_END.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            while (line != null && !line.equals(HolderProcess.READY)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(HolderProcess.READY);
        }

        void signal(String name) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }

        /** What became of it. */
        String askToCommit() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return String.valueOf(output.readLine());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> filesBeside(Path file) throws IOException {
        Path side = file.resolveSibling(file.getFileName() + "-outbox");
        try (Stream<Path> files = Files.walk(side)) {
            return files.map(each -> side.relativize(each).toString()).sorted().toList();
        }
    }

    private static List<Path> lockFiles(SqliteDatabase database) throws IOException {
        try (Stream<Path> files = Files.list(database.holdersFolder())) {
            return files.toList();
        }
    }

    private static long bytesBeside(Path file) throws IOException {
        try (Stream<Path> files = Files.walk(file.resolveSibling(file.getFileName() + "-outbox"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }
}
