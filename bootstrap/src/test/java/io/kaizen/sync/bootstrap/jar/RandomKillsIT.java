package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.cli.PoisonRows;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.bootstrap.server.Rejection;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar is killed with -9 at moments of no plan, over and over, on one database into which rows keep coming, some of which the
 * server refuses. {@code -Dkills=N} says how often, {@code -Dkills.seed=S} by which dice; time itself throws some of its own.
 */
class RandomKillsIT {

    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final long SEED = Long.getLong("kills.seed", 20_261_125L);
    private static final int VERIFY_EVERY = 20;

    /** More than a run can send before its time has come. */
    private static final int WAITING = 900;

    private static final int ROWS_PER_BATCH = 10;

    /** One in so many runs is killed somewhere in its start, the others once they are sending. */
    private static final int IN_THE_START = 4;

    private static final int START_MILLIS = 1_200;
    private static final int SENDING_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Random dice = new Random(SEED);
    private final Semaphore stored = new Semaphore(0);
    private CliFixture cli;
    private int numbered;
    private int poison;

    @Test
    void f1_f13_f14_f98_killedAgainAndAgainNothingIsLostAndNothingStoredTwice() throws Exception {
        cli = new CliFixture(folder);
        try (IngestServer server = startServer()) {
            cli.config(server.url().toString(), "events_per_batch_max = " + ROWS_PER_BATCH);
            assertThat(cli.input("").run("enqueue", "--kind", "events").exit()).isZero();

            for (int kill = 1; kill <= KILLS; kill++) {
                comeIn();
                runAndKill();
                requireBalance(server.ledger().snapshot(), kill);
                if (kill % VERIFY_EVERY == 0) {
                    assertThat(cli.run("verify").exit()).as(seedAnd(kill)).isZero();
                }
            }

            finish();
            requireBalance(server.ledger().snapshot(), KILLS);
            requireDone(server.ledger().snapshot());
        }
    }

    /** Fills up what waits, one row among it that will be refused. */
    private void comeIn() {
        int pending = count("SELECT count(*) FROM sync_outbox WHERE sent = 0");
        if (pending < WAITING) {
            NumberedRows.insert(cli.database(), numbered + 1, numbered + WAITING - pending);
            numbered += WAITING - pending;
        }
        Outboxes.insert(
                cli.database(),
                Stream.of(PoisonRows.with(BatchKind.EVENTS, PoisonRows.REFUSED_WITH_400 + "-" + poison)));
        poison++;
    }

    private void runAndKill() throws InterruptedException {
        stored.drainPermits();
        try (KaizenSyncJar jar = KaizenSyncJar.start(folder, cli.arguments("run", "--once"))) {
            if (dice.nextInt(IN_THE_START) == 0) {
                jar.endsWithin(Duration.ofMillis(dice.nextInt(START_MILLIS)));
            } else {
                assertThat(stored.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(jar.err())
                        .isTrue();
                jar.endsWithin(Duration.ofMillis(dice.nextInt(SENDING_MILLIS)));
            }
            jar.kill();
        }
    }

    /** Rows of batches that are known to have arrived, and are about to be marked; ids that follow one upon the other are stored as pairs. */
    private static final String ACCEPTED = """
            SELECT coalesce(sum(CASE id.type WHEN 'array'
                       THEN json_extract(id.value, '$[1]') - json_extract(id.value, '$[0]') + 1 ELSE 1 END), 0)
              FROM outbox_claim, json_each(row_ids) AS id WHERE state = 'accepted'""";

    /** Of each row there is one, here or among the dead, and the server is ahead of what we know by one batch at most. */
    private void requireBalance(LedgerSnapshot ledger, int kills) {
        int dead = count("SELECT count(*) FROM outbox_dead_letter");
        int rows = count("SELECT count(*) FROM sync_outbox");
        int sent = count("SELECT count(*) FROM sync_outbox WHERE sent = 1") + count(ACCEPTED);
        long distinct = ledger.kinds().stream().mapToLong(KindTally::distinct).sum();
        assertThat(rows + dead).as(seedAnd(kills)).isEqualTo(numbered + poison);
        assertThat(distinct - sent).as(seedAnd(kills)).isBetween(0L, (long) ROWS_PER_BATCH);
        assertThat(ledger.kinds()).as(seedAnd(kills)).allMatch(ReferenceFlush::storedNothingTwice);
        assertThat(ledger.keyMisuses()).as(seedAnd(kills)).isZero();
        assertThat(ledger.replays()).as(seedAnd(kills)).isLessThanOrEqualTo(kills);
    }

    private void finish() throws InterruptedException {
        // A last neighbour for a row that was found guilty by a process which did not live to put it aside.
        NumberedRows.insert(cli.database(), numbered + 1, numbered + NumberedRows.KINDS.size());
        numbered += NumberedRows.KINDS.size();
        try (KaizenSyncJar jar = KaizenSyncJar.start(folder, cli.arguments("run", "--once"))) {
            assertThat(jar.exitCode()).as(seedAnd(KILLS) + jar.err()).isIn(0, 7);
        }
    }

    private void requireDone(LedgerSnapshot ledger) {
        assertThat(cli.run("verify").exit()).isZero();
        JsonNode status = cli.run("status", "--json").json();
        assertThat(status.get("pending").asInt()).isZero();
        assertThat(status.get("sent").asInt()).isEqualTo(numbered);
        assertThat(status.get("dead_lettered").asInt()).isEqualTo(poison);
        assertThat(ledger.kinds().stream().mapToLong(KindTally::stored).sum()).isEqualTo(numbered);
    }

    private int count(String sql) {
        return Integer.parseInt(Outboxes.query(cli.database(), sql).get(0));
    }

    private static String seedAnd(int kills) {
        return "seed " + SEED + ", " + kills + " kills: ";
    }

    private IngestServer startServer() throws IOException {
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .misbehaviour(new Misbehaviour(Optional.empty(), OptionalInt.empty(), Duration.ofMillis(3)))
                        .reject(new Rejection(PoisonRows.REFUSED_WITH_400, 400, true))
                        .build(),
                batch -> stored.release());
    }
}
