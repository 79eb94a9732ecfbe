package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kaizen at work and {@code run} on one database, with a server that splits, throttles and fails. {@code -Dlive.seconds=60} for longer. */
class BesideKaizenIT {

    private static final int SECONDS = Integer.getInteger("live.seconds", 10);
    private static final int ROWS_PER_SECOND = 200;
    private static final int ROWS_PER_BATCH = 60;
    private static final int MOST_ROWS_AT_THE_SERVER = 25;
    private static final int FAILS_EVERY = 9;
    private static final int THROTTLES_EVERY = 25;
    /** As the contract has it; kaizen waits a hundred times as long. */
    private static final Duration LONG_WAIT = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SCHEMA_OF_KAIZEN = "SELECT type, name, tbl_name, sql FROM sqlite_master"
            + " WHERE name NOT LIKE 'outbox%' AND tbl_name NOT LIKE 'outbox%' ORDER BY type, name";
    private static final String COLUMNS = "SELECT * FROM pragma_table_info('sync_outbox')";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path database;
    private Process writer;
    private KaizenSyncJar jar;

    @AfterEach
    void endAll() {
        if (writer != null) {
            writer.destroyForcibly();
        }
        if (jar != null) {
            jar.close();
        }
    }

    @Test
    void whatKaizenWritesAndDoesNotTakeBackIsStoredOnceAndKaizenIsNotInItsWay() throws Exception {
        copyTheSample();
        List<String> schema = Outboxes.query(database, SCHEMA_OF_KAIZEN);
        List<String> columns = Outboxes.query(database, COLUMNS);
        List<String> others = Outboxes.query(database, "SELECT * FROM events ORDER BY id");
        try (IngestServer server = startServer();
                WatchedIngest watched = WatchedIngest.throttlingEach(server, THROTTLES_EVERY);
                DiskProbe disk = DiskProbe.start(folder.resolve("probe"))) {
            cli.config(watched.endpoint(), "events_per_batch_max = " + ROWS_PER_BATCH, "flush_interval_ms = 100");
            Path reportFile = folder.resolve("writer.report");

            writer = startWriter(reportFile);
            jar = KaizenSyncJar.start(folder, cli.arguments("--db", database.toString(), "run"));
            await().atMost(PATIENCE).until(() -> watched.count() > 0);
            writer.getOutputStream().write('\n');
            writer.getOutputStream().flush();
            assertThat(writer.waitFor(SECONDS + PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(writer.exitValue())
                    .as("kaizen, which never finds the database busy")
                    .isZero();
            await().atMost(PATIENCE).until(() -> pending() == 0);
            jar.terminate();
            assertThat(jar.exitCode()).as(jar.err()).isZero();

            KaizenWriterReport kaizen = KaizenWriterReport.load(reportFile);
            tellFigures(kaizen, watched, server.ledger().snapshot(), disk);
            requireEachRowOnce(kaizen, watched.accepted());
            requireServerHadItsMoods(server.ledger().snapshot(), watched);
            assertThat(kaizen.waitsOver(LONG_WAIT))
                    .as("waits of kaizen's for us: %s", kaizen)
                    .isLessThan(kaizen.transactions() / 10);
            assertThat(Outboxes.query(database, SCHEMA_OF_KAIZEN)).isEqualTo(schema);
            assertThat(Outboxes.query(database, COLUMNS)).isEqualTo(columns);
            assertThat(Outboxes.query(database, "SELECT * FROM events ORDER BY id"))
                    .isEqualTo(others);
            assertThat(cli.run("--db", database.toString(), "verify").exit()).isZero();
            assertThat(jar.err().lines().filter(line -> line.contains("another program marks rows as sent")))
                    .as("once, however often it is seen: %s", jar.err())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** To whoever has asked for a longer run. */
    private static void tellFigures(
            KaizenWriterReport kaizen, WatchedIngest watched, LedgerSnapshot ledger, DiskProbe disk) {
        if (System.getProperty("live.seconds") != null) {
            System.out.println(kaizen + "; " + watched.count() + " POSTs, answers but for 429: " + ledger.answers()
                    + "; beside it " + disk);
        }
    }

    private void copyTheSample() throws IOException {
        cli = new CliFixture(folder);
        database = folder.resolve("kaizen.db");
        try (InputStream sample = BesideKaizenIT.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, database);
        }
    }

    private static IngestServer startServer() throws IOException {
        Misbehaviour fails = new Misbehaviour(
                Optional.of(new Misbehaviour.Failure(FAILS_EVERY, 503, OptionalLong.empty())),
                OptionalInt.empty(),
                Duration.ofMillis(20));
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .maxItems(MOST_ROWS_AT_THE_SERVER)
                .misbehaviour(fails)
                .strict(true)
                .build());
    }

    private Process startWriter(Path report) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KaizenWriter.class.getName(),
                        database.toString(),
                        Integer.toString(SECONDS),
                        Integer.toString(ROWS_PER_SECOND),
                        report.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private long pending() {
        return Long.parseLong(Outboxes.query(database, "SELECT count(*) FROM sync_outbox WHERE sent = 0")
                .get(0));
    }

    /** A row that was replaced or marked when we had sent it already is stored all the same, and it as well not twice. */
    private static void requireEachRowOnce(KaizenWriterReport kaizen, List<String> bodies) {
        Map<Integer, Long> copies = bodies.stream()
                .flatMap(NumberedRows::in)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(kaizen.rows()).isGreaterThanOrEqualTo(SECONDS * ROWS_PER_SECOND);
        assertThat(copies.values()).as("copies of a row at the server").containsOnly(1L);
        List<Integer> missing = IntStream.rangeClosed(1, kaizen.rows())
                .boxed()
                .filter(number -> !copies.containsKey(number))
                .filter(number -> !kaizen.deleted().contains(number))
                .filter(number -> !kaizen.marked().contains(number))
                .toList();
        assertThat(missing)
                .as("rows that nobody took back and the server does not have")
                .isEmpty();
        assertThat(kaizen.deleted()).as("rows replaced before we had sent them").isNotEmpty();
    }

    private static void requireServerHadItsMoods(LedgerSnapshot ledger, WatchedIngest watched) {
        assertThat(ledger.answered(413)).as("splits").isPositive();
        assertThat(ledger.answered(503)).as("failures").isPositive();
        assertThat(watched.count())
                .as("POSTs, of which each 25th was throttled")
                .isGreaterThan(THROTTLES_EVERY);
        assertThat(ledger.kinds()).allMatch(ReferenceFlush::storedNothingTwice);
        assertThat(ledger.replays()).as("batches sent twice").isZero();
        assertThat(ledger.keyMisuses()).isZero();
        // What the sample held when we came, but for feedback, which goes nowhere.
        long sample = ledger.kinds().stream()
                .filter(tally ->
                        !List.of(BatchKind.EVENTS, BatchKind.TOOL_SPANS).contains(tally.kind()))
                .mapToLong(KindTally::stored)
                .sum();
        assertThat(sample).isEqualTo(12 + 19 + 5);
    }
}
