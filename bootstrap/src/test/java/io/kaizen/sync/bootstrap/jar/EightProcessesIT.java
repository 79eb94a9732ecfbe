package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.jar.WatchedIngest.Post;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes flush one database, while dice kill one, or stop one and let it go on. Stops are short here: what becomes of one that
 * sleeps through its lease is shown where the clock is in the test's hand. {@code -Dkills.seed=S} gives other dice.
 */
class EightProcessesIT {

    private static final int PROCESSES = 8;
    private static final int ROWS = 20_000;
    private static final int ROWS_PER_BATCH = 40;
    private static final long SEED = Long.getLong("kills.seed", 8L);

    /** How many further POSTs are awaited at most between two blows. */
    private static final int POSTS_BETWEEN = 30;

    /** The longest stop: where the one that was stopped is the only one that could send. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final Random dice = new Random(SEED);
    private final List<KaizenSyncJar> jars = new ArrayList<>();
    private CliFixture cli;
    private int kills;
    private int stops;

    @AfterEach
    void endAll() {
        jars.forEach(KaizenSyncJar::close);
    }

    @Test
    void f17_f96_f98_eightThatAreKilledAndStoppedSendEachRowOnceAndInOrder() throws Exception {
        cli = new CliFixture(folder);
        try (IngestServer server = startServer();
                WatchedIngest watched = WatchedIngest.passing(server)) {
            cli.config(watched.endpoint(), "events_per_batch_max = " + ROWS_PER_BATCH, "flush_interval_ms = 500");
            assertThat(cli.input("").run("enqueue", "--kind", "events").exit()).isZero();
            NumberedRows.insert(cli.database(), 1, ROWS);

            IntStream.range(0, PROCESSES).forEach(each -> jars.add(start()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (pending() > 0) {
                strike(watched);
                awaitPosts(watched, dice.nextInt(POSTS_BETWEEN));
                assertThat(System.nanoTime()).as(seed() + "time is over").isLessThan(end);
            }
            for (KaizenSyncJar jar : jars) {
                jar.terminate();
            }
            for (KaizenSyncJar jar : jars) {
                // Who has not come to hear of signals yet dies of them.
                assertThat(jar.exitCode()).as(jar.err()).isIn(0, 128 + 15);
            }

            assertThat(kills).as(seed()).isPositive();
            assertThat(stops).as(seed()).isPositive();
            requireEachRowOnce(server.ledger().snapshot());
            NumberedRows.KINDS.forEach(kind -> requireOrder(kind, watched.posts()));
            assertThat(cli.run("verify").exit()).as(seed()).isZero();
        }
    }

    private KaizenSyncJar start() {
        return KaizenSyncJar.start(folder, cli.arguments("run"));
    }

    /** Kills one and starts another in its place, or stops one until others have sent a while. */
    private void strike(WatchedIngest watched) throws InterruptedException {
        int victim = victim();
        KaizenSyncJar jar = jars.get(victim);
        if (dice.nextInt(3) == 0) {
            jar.kill();
            kills++;
            jars.set(victim, start());
        } else {
            jar.signal("STOP");
            stops++;
            awaitPosts(watched, 1 + dice.nextInt(POSTS_BETWEEN));
            jar.signal("CONT");
        }
    }

    /** As often as not one that holds a queue. */
    private int victim() {
        List<String> holders =
                Outboxes.query(cli.database(), "SELECT holder FROM outbox_lane WHERE holder IS NOT NULL ORDER BY kind");
        if (!holders.isEmpty() && dice.nextBoolean()) {
            String holder = holders.get(dice.nextInt(holders.size()));
            for (int i = 0; i < jars.size(); i++) {
                if (holder.startsWith(jars.get(i).pid() + "-")) {
                    return i;
                }
            }
        }
        return dice.nextInt(jars.size());
    }

    /** Waits for {@code more} POSTs, but not for longer than one may be stopped, nor when all is done. */
    private void awaitPosts(WatchedIngest watched, int more) {
        int goal = watched.count() + more;
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        await().pollInterval(Duration.ofMillis(5))
                .atMost(LONGEST_STOP.multipliedBy(10))
                .until(() -> watched.count() >= goal || System.nanoTime() > end);
    }

    private void requireEachRowOnce(LedgerSnapshot ledger) {
        assertThat(ledger.kinds().stream().mapToLong(KindTally::stored).sum()).isEqualTo(ROWS);
        assertThat(ledger.kinds()).as(seed()).allMatch(ReferenceFlush::storedNothingTwice);
        assertThat(ledger.keyMisuses()).as(seed()).isZero();
        assertThat(ledger.replays()).as(seed()).isLessThanOrEqualTo(kills);
    }

    /** The first copies of the rows came in the order of their ids. */
    private static void requireOrder(BatchKind kind, List<Post> posts) {
        String route = KaizenKinds.REGISTRY.find(kind).orElseThrow().route().orElseThrow();
        List<Integer> numbers = posts.stream()
                .filter(post -> post.route().equals(route))
                .flatMap(post -> NumberedRows.in(post.body()))
                .distinct()
                .toList();
        assertThat(numbers).as(seed() + kind).isSorted();
    }

    private int pending() {
        return Integer.parseInt(Outboxes.query(cli.database(), "SELECT count(*) FROM sync_outbox WHERE sent = 0")
                .get(0));
    }

    private static String seed() {
        return "seed " + SEED + ": ";
    }

    private static IngestServer startServer() throws IOException {
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .misbehaviour(new Misbehaviour(Optional.empty(), OptionalInt.empty(), Duration.ofMillis(10)))
                .build());
    }
}
