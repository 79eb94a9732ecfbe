package io.kaizen.sync.application.export;

import static io.kaizen.sync.application.Fixtures.ENCODER;
import static io.kaizen.sync.application.Fixtures.ENVELOPE;
import static io.kaizen.sync.application.Fixtures.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.in.ReplayRows.Report;
import io.kaizen.sync.application.port.in.ReplayRows.Request;
import io.kaizen.sync.application.port.in.ReplayRows.Share;
import io.kaizen.sync.application.port.in.ReplayRows.Unfit;
import io.kaizen.sync.application.port.out.admin.StoredRows;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReplayRowsServiceTest {

    private static final Request ALL = new Request(Optional.empty(), RowId.BEFORE_ALL, true, false);
    private static final Request DRY = new Request(Optional.empty(), RowId.BEFORE_ALL, true, true);
    private static final BatchKind FACTS = BatchKind.WORKSPACE_FACTS;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StoppableSleeper sleeper = new StoppableSleeper();
    private final StoredList stored = new StoredList();
    private Duration timeout = Duration.ofSeconds(20);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void rowsGoOutInIdOrderBatchByBatchAndKindByKind() {
        stored.addAll(events(1, 2), fact(3), events(4, 5), fact(6), events(7));
        Taker taker = new Taker("a");

        Report report = service(2, taker).replay(ALL);

        assertThat(taker.batches).containsExactly("events[1, 2]", "events[4, 5]", "workspace_facts[3, 6]", "events[7]");
        assertThat(report.rows()).isEqualTo(new TreeMap<>(Map.of(BatchKind.EVENTS, 5L, FACTS, 2L)));
        assertThat(report.batches()).isEqualTo(4);
        assertThat(report.unfinished()).isEmpty();
        assertThat(report.exporters())
                .containsExactly(new Share("a", 7, 4, 0, 0, Optional.empty(), Optional.empty(), false));
    }

    @Test
    void whatIsAskedForReachesTheStorage() {
        stored.addAll(events(1, 2, 3));

        service(2, new Taker("a")).replay(new Request(Optional.of(FACTS), new RowId(1), false, false));

        assertThat(stored.queries)
                .containsExactly(
                        new StoredRows.Query(Optional.of(FACTS), false, new RowId(1), new RowId(3), 2, 1_000, 8 << 20));
    }

    @Test
    void pagesFollowEachOtherWithoutAGap() {
        stored.addAll(events(1, 2, 3, 4, 5));
        Taker taker = new Taker("a");

        service(2, taker).replay(ALL);

        assertThat(stored.queries).extracting(query -> query.after().value()).containsExactly(0L, 2L, 4L, 5L);
        assertThat(taker.batches).containsExactly("events[1, 2]", "events[3, 4]", "events[5]");
    }

    @Test
    void rowsThatComeInMeanwhileAreLeftForLater() {
        stored.addAll(events(1, 2));
        Taker taker = new Taker("a", batch -> stored.addAll(events(stored.size() + 1)));

        service(1, taker).replay(ALL);

        assertThat(taker.batches).containsExactly("events[1]", "events[2]");
    }

    @Test
    void aDryRunCountsTheSameAndCallsNobody() {
        stored.addAll(events(1, 2), fact(3), events(4));
        Taker taker = new Taker("a");

        Report dry = service(2, taker).replay(DRY);

        assertThat(taker.batches).isEmpty();
        assertThat(dry).isEqualTo(service(2, taker).replay(ALL));
    }

    @Test
    void rowsThatCanNeverBeSentAreCountedAndNamedAndTheOthersGoOn() {
        stored.addAll(
                List.of(
                        row(1, "{}"),
                        row(2, "bad"),
                        new OutboxRow(new RowId(3), new OwnerId("o"), new BatchKind("odd"), bytes("{}"))),
                List.of(OutboxRow.unread(new RowId(4), new OwnerId("o"), BatchKind.EVENTS, 99L << 20), row(5, "{}")));
        Taker taker = new Taker("a");

        Report report = service(10, taker).replay(ALL);

        assertThat(taker.batches).containsExactly("events[1, 5]");
        assertThat(report.unfit()).isEqualTo(3);
        assertThat(report.examples())
                .containsExactly(
                        new Unfit(new RowId(2), BatchKind.EVENTS, "it says so"),
                        new Unfit(new RowId(3), new BatchKind("odd"), "this version does not know its kind"),
                        new Unfit(
                                new RowId(4),
                                BatchKind.EVENTS,
                                "its 103809024 bytes are more than the 8388608 that are read of a row"));
    }

    @Test
    void onlyTheFirstOfManyUnfitRowsAreNamed() {
        for (int i = 1; i <= 50; i++) {
            stored.addAll(List.of(row(i, "bad")));
        }

        Report report = service(10, new Taker("a")).replay(ALL);

        assertThat(report.unfit()).isEqualTo(50);
        assertThat(report.examples()).hasSize(Report.MAX_EXAMPLES);
    }

    @Test
    void anExporterInPassingTroubleMissesItsBatchAndGoesOn() {
        stored.addAll(events(1, 2, 3, 4, 5, 6));
        Taker shaky = new Taker("shaky", batch -> {
            if (batch.rows().get(0).id().value() == 3) {
                throw new ExportException("one was enough", List.of(new RowId(3)), null);
            }
        });
        Taker healthy = new Taker("healthy");

        Report report = service(2, shaky, healthy).replay(ALL);

        Share share = report.exporters().get(0);
        assertThat(share.rows()).isEqualTo(5);
        assertThat(share.batches()).isEqualTo(2);
        assertThat(share.failures()).isEqualTo(1);
        assertThat(share.missedRows()).isEqualTo(1);
        assertThat(share.firstMissed()).contains(new RowId(4));
        assertThat(share.lastFailure().orElseThrow().reason()).isEqualTo("one was enough");
        assertThat(share.lastFailure().orElseThrow().thrown()).get().isInstanceOf(ExportException.class);
        assertThat(share.givenUp()).isFalse();
        assertThat(healthy.batches).hasSize(3);
    }

    @Test
    void anExporterThatIsDownIsGivenUpAndHoldsUpNobody() {
        stored.addAll(events(1, 2, 3, 4, 5, 6));
        Taker down = new Taker("down", batch -> {
            throw new IOException("no");
        });
        Taker healthy = new Taker("healthy");

        Report report = service(1, down, healthy).replay(ALL);

        assertThat(down.batches).containsExactly("events[1]", "events[2]", "events[3]");
        assertThat(healthy.batches).hasSize(6);
        assertThat(report.exporters().get(0).missedRows()).isEqualTo(6);
        assertThat(report.exporters().get(0).givenUp()).isTrue();
        assertThat(report.unfinished()).isEmpty();
    }

    @Test
    void oneThatHangsIsNeverCalledTwiceAtOnce() {
        timeout = Duration.ofSeconds(2); // enough for the healthy one on the busiest machine
        stored.addAll(events(1, 2, 3, 4));
        CountDownLatch forever = new CountDownLatch(1);
        Taker hanging = new Taker("hanging", batch -> awaitUninterruptibly(forever));
        Taker healthy = new Taker("healthy");

        Report report = service(1, hanging, healthy).replay(ALL);

        assertThat(hanging.batches).containsExactly("events[1]");
        assertThat(healthy.batches).hasSize(4);
        assertThat(report.exporters().get(0).lastFailure().orElseThrow().reason())
                .isEqualTo("still busy with an earlier batch");
        forever.countDown();
    }

    @Test
    void whereNoExporterIsLeftItEndsAndSaysFromWhereToGoOn() {
        stored.addAll(fact(1), events(2, 3, 4, 5, 6, 7, 8, 9));
        Taker down = new Taker("down", batch -> {
            throw new IOException("no");
        });

        Report report = service(2, down).replay(ALL);

        // Events up to 7 have been tried; the fact of row 1 still waits for company.
        assertThat(down.batches).containsExactly("events[2, 3]", "events[4, 5]", "events[6, 7]");
        assertThat(report.unfinished()).contains(new RowId(0));
    }

    @Test
    void aStopEndsItBehindTheBatchAtHand() {
        stored.addAll(events(1, 2, 3, 4, 5, 6));
        Taker taker = new Taker("a", batch -> sleeper.requestStop());

        Report report = service(2, taker).replay(ALL);

        assertThat(taker.batches).containsExactly("events[1, 2]");
        assertThat(report.unfinished()).contains(new RowId(2));
    }

    /** Of a page only as much is packed as a body takes. */
    @Test
    void aRowThatDoesNotFitTravelsInTheNextBatchAndAStopEndsItInTheMiddleOfAPage() {
        String large = "x".repeat(600);
        stored.addAll(List.of(row(1, large), row(2, large), row(3, large), row(4, large)));
        Taker all = new Taker("all");
        Taker first = new Taker("first", batch -> sleeper.requestStop());

        service(10, all).replay(ALL);
        Report stopped = service(10, first).replay(ALL);

        assertThat(all.batches).containsExactly("events[1]", "events[2]", "events[3]", "events[4]");
        assertThat(first.batches).containsExactly("events[1]");
        assertThat(stopped.unfinished()).contains(new RowId(1));
    }

    @Test
    void anExporterThatTakesSomeBatchesIsNeverGivenUp() {
        stored.addAll(events(1, 2, 3, 4, 5, 6, 7, 8));
        Taker shaky = new Taker("shaky", batch -> {
            if (batch.rows().get(0).id().value() % 2 == 0) {
                throw new IOException("no");
            }
        });

        Share share = service(1, shaky).replay(ALL).exporters().get(0);

        assertThat(shaky.batches).hasSize(8);
        assertThat(share.givenUp()).isFalse();
        assertThat(share.failures()).isEqualTo(4);
    }

    @Test
    void aStopThatComesWithTheLastBatchIsNoUnfinishedWork() {
        stored.addAll(events(1, 2));
        Taker taker = new Taker("a", batch -> sleeper.requestStop());

        assertThat(service(2, taker).replay(ALL).unfinished()).isEmpty();
    }

    @Test
    void anEmptyOutboxIsNoTrouble() {
        Report report = service(2, new Taker("a")).replay(ALL);

        assertThat(report.rows()).isEmpty();
        assertThat(report.batches()).isZero();
    }

    private ReplayRowsService service(int maxRows, Exporter... exporters) {
        return new ReplayRowsService(
                stored,
                new ReplayRowsService.Settings(
                        ENVELOPE, new BatchLimits(maxRows, 1_000), timeout, KaizenKinds.REGISTRY),
                ENCODER,
                List.of(exporters),
                threads,
                sleeper,
                InstantSource.system());
    }

    private static List<OutboxRow> events(long... ids) {
        return Arrays.stream(ids).mapToObj(id -> row(id, "{}")).toList();
    }

    private static List<OutboxRow> fact(long id) {
        return List.of(new OutboxRow(new RowId(id), new OwnerId("o"), FACTS, bytes("{}")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    private interface Action {
        void on(Batch batch) throws Exception;
    }

    /** Remembers what it was given, and then does what it was told to do. */
    private static final class Taker implements Exporter {

        private final String name;
        private final Action action;
        private final List<String> batches = new ArrayList<>();

        Taker(String name) {
            this(name, batch -> {});
        }

        Taker(String name, Action action) {
            this.name = name;
            this.action = action;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void export(Batch batch) throws Exception {
            batches.add(batch.kind() + batch.rowIds().toString());
            action.on(batch);
        }
    }

    /** Rows in memory; pays attention to ids and to the number of rows, and notes the rest. */
    private static final class StoredList implements StoredRows {

        private final List<OutboxRow> rows = new ArrayList<>();
        private final List<Query> queries = new ArrayList<>();

        @SafeVarargs
        final void addAll(List<OutboxRow>... more) {
            for (List<OutboxRow> some : more) {
                rows.addAll(some);
            }
        }

        int size() {
            return rows.size();
        }

        @Override
        public Optional<RowId> youngest() {
            return rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(rows.get(rows.size() - 1).id());
        }

        @Override
        public List<OutboxRow> page(Query query) {
            queries.add(query);
            return rows.stream()
                    .filter(row -> row.id().isAfter(query.after()) && !row.id().isAfter(query.upTo()))
                    .filter(row -> query.kind().isEmpty() || query.kind().get().equals(row.kind()))
                    .limit(query.maxRows())
                    .toList();
        }
    }
}
