package io.kaizen.sync.bootstrap.network;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.RoughLine;
import io.kaizen.sync.testkit.Weather;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole flush over a line that is thin, long and unreliable. */
@Timeout(120)
class SlowLineTest {

    private static final int ROWS = 120;
    private static final long KIBIBYTE = 1024;

    @TempDir
    private Path folder;

    private IngestServer server;
    private RoughLine line;
    private CliFixture cli;

    @BeforeEach
    void enqueueRows() throws Exception {
        server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build());
        line = RoughLine.to(server.url().toString());
        cli = new CliFixture(folder);
        Random random = new Random(57);
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "{\"skill_slugs\":[\"%d %x%x%x\"],\"rule_slugs\":[]}",
                        i,
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()))
                .collect(joining("\n"));
        assertThat(cli.input(rows).run("enqueue", "--kind", "workspace_facts").exit())
                .isZero();
    }

    @AfterEach
    void stop() {
        line.close();
        server.close();
    }

    @Test
    void f50_f57_aThinAndLongLineCarriesEverythingOnce() {
        line.usually(Weather.slow(16 * KIBIBYTE, Duration.ofMillis(200)));
        cli.config(line.endpoint(), "events_per_batch_max = 20");

        Run run = cli.run("run", "--once");

        assertThat(run.exit()).as(run.err()).isZero();
        assertStoredOnce();
        assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).batches())
                .as("nothing was sent twice: the line was slow, and not broken")
                .isEqualTo(6);
    }

    @Test
    void f57_aLineTooThinForTheDeadlineEndsTheFlushInTimeAndABetterOneDrainsIt() {
        line.usually(Weather.slow(KIBIBYTE, Duration.ofMillis(200)));
        cli.config(line.endpoint(), "request_timeout_ms = 500");
        long start = System.nanoTime();

        Run thin = cli.run("run", "--once", "--json");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        line.usually(Weather.FAIR);
        Run fair = cli.run("run", "--once");

        assertThat(thin.exit()).isEqualTo(4);
        assertThat(thin.json().at("/stopped/reason").asText()).isEqualTo("unreachable");
        assertThat(thin.json().at("/stopped/message").asText()).contains("gave up after 500 ms");
        assertThat(thin.json().get("pending").asInt()).isEqualTo(ROWS);
        assertThat(took)
                .as("three attempts of half a second")
                .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(20));
        assertThat(fair.exit()).as(fair.err()).isZero();
        assertStoredOnce();
    }

    @Test
    void f57_aLineThatBreaksAgainAndAgainCarriesEverythingOnce() {
        Random random = new Random(30);
        for (int i = 0; i < 20; i++) {
            Weather.Cut cut = random.nextBoolean() ? Weather.Cut.RESET : Weather.Cut.CLOSE;
            line.next(
                    random.nextBoolean()
                            ? Weather.cutUpAfter(random.nextInt(4_000), cut)
                            : Weather.cutDownAfter(random.nextInt(600), cut));
        }
        cli.config(line.endpoint(), "events_per_batch_max = 5");

        Run last = cli.run("run", "--once");
        for (int flushes = 1; last.exit() == 4 && flushes < 20; flushes++) {
            last = cli.run("run", "--once");
        }

        assertThat(last.exit()).as(last.err()).isZero();
        assertStoredOnce();
    }

    private void assertStoredOnce() {
        KindTally tally = server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS);
        assertThat(tally.distinct()).isEqualTo(ROWS);
        assertThat(tally.doubled()).isZero();
    }
}
