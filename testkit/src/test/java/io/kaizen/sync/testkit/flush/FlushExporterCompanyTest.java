package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.report.ExporterTally;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A healthy exporter in the worst of company. */
@Timeout(60)
class FlushExporterCompanyTest extends FlushFixture {

    private static final int ROWS = 6;

    private final CountDownLatch forever = new CountDownLatch(1);
    private final Recorder healthy = new Recorder("healthy");
    private boolean isMended;
    private final List<Exporter> company = List.of(
            ill("failing", batch -> {
                throw new IOException("no");
            }),
            ill("throwing", batch -> {
                throw new AssertionError("an Error");
            }),
            ill("hanging", batch -> forever.await()),
            healthy);

    @AfterEach
    void endTheHanging() {
        forever.countDown();
    }

    @Test
    void f105_f106_f110_theHealthyOneAndTheServerGetEachRowOnceAndTheFlushEnds() {
        FlushOutboxService flush = service(hasty(true), company);
        enqueue(BatchKind.EVENTS, ROWS);

        FlushReport report = flush.flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(2, ROWS, 0, 0, List.of()));
        assertThat(healthy.rows).containsExactlyElementsOf(allRows());
        assertThat(rowsOf(gateway.posts())).containsExactlyElementsOf(allRows());
        assertThat(report.exporters())
                .extracting(
                        ExporterTally::exporter, ExporterTally::batches, ExporterTally::rows, ExporterTally::failures)
                .containsExactly(
                        tuple("failing", 0L, 0L, 2L),
                        tuple("throwing", 0L, 0L, 2L),
                        tuple("hanging", 0L, 0L, 2L),
                        tuple("healthy", 2L, (long) ROWS, 0L));
    }

    @Test
    void f109_f114_failClosedKeepsTheRowsAndASoundFlushCommitsThemWithoutAnotherPost() {
        FlushOutboxService flush = service(hasty(false), company);
        enqueue(BatchKind.EVENTS, ROWS);

        FlushReport first = flush.flush();

        assertThat(ofOutbox(first).rows()).isZero();
        assertThat(first.pending().rows()).isEqualTo(ROWS);
        assertThat(first.gravest().orElseThrow().reason()).isEqualTo(StopReason.EXPORTER);
        assertThat(status().consecutiveFailures()).isZero();
        assertThat(status().lastError()).isEmpty();
        int posts = gateway.posts().size();

        isMended = true;
        FlushReport second = newProcess(hasty(false), company).flush();

        assertThat(ofOutbox(second)).isEqualTo(new FlushReport(2, ROWS, 0, 0, List.of()));
        assertThat(rowsOf(gateway.posts())).containsExactlyElementsOf(allRows());
        assertThat(gateway.posts()).hasSize(posts + 1); // The first batch was accepted before.
        assertThat(healthy.rows).containsExactlyElementsOf(allRows());
    }

    @Test
    void f105_aSlowOneIsWaitedForWithinItsTime() {
        Semaphore answered = new Semaphore(0);
        gateway.whileOnTheWire(answered::release);
        Recorder record = new Recorder("slow");
        Exporter slow = ill("slow", batch -> {
            assertThat(answered.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            record.export(batch);
        });
        enqueue(BatchKind.EVENTS, ROWS);

        FlushReport report = service(settings(true, DESTINATION, false), List.of(slow, healthy))
                .flush();

        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(record.rows).containsExactlyElementsOf(allRows());
        assertThat(healthy.rows).containsExactlyElementsOf(allRows());
    }

    @Test
    void f107_f108_f111_aSplitThreeFailuresAndARestartShowEachRowToEachExporterOnce() {
        Recorder one = new Recorder("one");
        Recorder other = new Recorder("other");
        enqueue(BatchKind.EVENTS, ROWS);
        gateway.answer(new TooLarge(""), new ServerError(503, ""), new ServerError(503, ""), new ServerError(503, ""));
        onCommit = () -> time.stopRequested = gateway.posts().size() == 5;

        FlushReport interrupted =
                service(settings(true, DESTINATION, false), List.of(one, other)).flush();
        time.stopRequested = false;
        FlushReport rest = newProcess(settings(true, DESTINATION, false), List.of(one, other))
                .flush();

        assertThat(interrupted.rows()).isEqualTo(1);
        assertThat(rest.rows()).isEqualTo(ROWS - 1);
        assertThat(one.rows).containsExactlyElementsOf(allRows());
        assertThat(other.rows).containsExactlyElementsOf(allRows());
    }

    /** Gives exporters little time, and still enough for the healthy one on the busiest machine. */
    private static FlushSettings hasty(boolean failOpen) {
        FlushSettings usual = settings(failOpen, DESTINATION, false);
        return new FlushSettings(
                usual.limits(),
                usual.envelope(),
                usual.destination(),
                usual.retries(),
                usual.commits(),
                usual.onPoison(),
                usual.requestTimeout(),
                Duration.ofSeconds(1),
                usual.redirectParked());
    }

    private static List<Long> allRows() {
        return LongStream.rangeClosed(1, ROWS).boxed().toList();
    }

    private static List<Long> rowsOf(List<Post> posts) {
        return posts.stream().flatMap(post -> post.rows().stream()).toList();
    }

    private interface Illness {
        void strike(Batch batch) throws Exception;
    }

    private Exporter ill(String name, Illness illness) {
        return new Exporter() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void export(Batch batch) throws Exception {
                if (!isMended) {
                    illness.strike(batch);
                }
            }
        };
    }
}
