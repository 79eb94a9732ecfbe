package io.kaizen.sync.application.export;

import static io.kaizen.sync.application.Fixtures.batchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanOutTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch forever = new CountDownLatch(1);
    private final ExporterLedger ledger = new ExporterLedger();
    private Instant now = Instant.EPOCH;

    @AfterEach
    void endThreads() {
        forever.countDown();
        threads.shutdownNow();
    }

    @Test
    void everyExporterGetsTheBatch() {
        Recorder first = new Recorder("first");
        Recorder second = new Recorder("second");

        FanOutResult result = fanOut(first, second).start(batchOf(1, 2), ledger).await();

        assertThat(result).isEqualTo(FanOutResult.COMPLETE);
        assertThat(first.rows).containsExactly(1L, 2L);
        assertThat(second.rows).containsExactly(1L, 2L);
    }

    @Test
    void f16_f106_whateverAnExporterThrowsIsItsOwnFailure() {
        Recorder healthy = new Recorder("healthy");

        FanOutResult result = fanOut(
                        thrower("angry", new IllegalStateException("no")),
                        thrower("deep", new StackOverflowError()),
                        thrower("checked", new IOException("gone")),
                        healthy)
                .start(batchOf(1), ledger)
                .await();

        assertThat(result.failures())
                .containsExactly(
                        new Failure("angry", "IllegalStateException: no"),
                        new Failure("deep", "StackOverflowError"),
                        new Failure("checked", "IOException: gone"));
        assertThat(healthy.rows).containsExactly(1L);
    }

    @Test
    void f16_f106_anExporterThatMeetsTheEndOfMemoryEndsTheFlushAndItsThread() throws Exception {
        CompletableFuture<Throwable> lastWords = new CompletableFuture<>();
        ExecutorService heard = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((dying, thrown) -> lastWords.complete(thrown));
            return thread;
        });
        OutOfMemoryError exhausted = new OutOfMemoryError("test");
        FanOut fanOut = new FanOut(List.of(thrower("big", exhausted)), heard, Duration.ofSeconds(30), () -> now);

        FanOut.Running running = fanOut.start(batchOf(1), ledger);

        // At once: the flush may still be waiting for the server.
        assertThat(lastWords.get()).isSameAs(exhausted);
        assertThatThrownBy(running::await).isSameAs(exhausted);
        heard.shutdown();
    }

    @Test
    void f106_anExporterThatIsMuchTooDeepHarmsNobodyElse() {
        Recorder healthy = new Recorder("healthy");

        FanOutResult result = fanOut(exporter("deep", FanOutTest::dive), healthy)
                .start(batchOf(1), ledger)
                .await();

        assertThat(result.failures()).containsExactly(new Failure("deep", "StackOverflowError"));
        assertThat(healthy.rows).containsExactly(1L);
    }

    @Test
    void f117_aSlowExporterSkipsBatchesInsteadOfQueueingThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<Long> firstRows = new ArrayList<>();
        Exporter slow = exporter("slow", batch -> {
            firstRows.add(batch.rowIds().get(0).value());
            begun.countDown();
            deaf(forever);
        });
        Recorder healthy = new Recorder("healthy");
        FanOut fanOut = fanOut(Duration.ofSeconds(1), slow, healthy);

        fanOut.start(batchOf(1), ledger).await();
        begun.await();
        for (long row = 2; row <= 100; row++) {
            assertThat(fanOut.start(batchOf(row), ledger).await().failures())
                    .containsExactly(new Failure("slow", "still busy with an earlier batch"));
        }

        assertThat(firstRows).containsExactly(1L);
        assertThat(healthy.rows).hasSize(100);
        assertThat(((ThreadPoolExecutor) threads).getActiveCount()).isLessThanOrEqualTo(2);
    }

    @Test
    void anExporterThatFindsNoThreadIsFreeForTheNextBatch() {
        Recorder recorder = new Recorder("recorder");
        ExecutorService stopped = Executors.newSingleThreadExecutor();
        stopped.shutdownNow();
        FanOut fanOut = new FanOut(List.of(recorder), stopped, Duration.ofSeconds(30), () -> now);

        for (int i = 0; i < 2; i++) {
            assertThat(fanOut.start(batchOf(1), ledger).await().failures())
                    .containsExactly(new Failure("recorder", "the process is stopping"));
        }
    }

    @Test
    void f105_f117_anExporterThatHangsIsLeftBehindAndStaysOutUntilItReturns() {
        Exporter hanging = exporter("hanging", batch -> deaf(forever));
        FanOut fanOut = fanOut(Duration.ofMillis(50), hanging);

        FanOutResult first = fanOut.start(batchOf(1), ledger).await();
        FanOutResult second = fanOut.start(batchOf(1), ledger).await();

        assertThat(first.failures()).containsExactly(new Failure("hanging", "did not end within 50 ms"));
        assertThat(second.failures()).containsExactly(new Failure("hanging", "still busy with an earlier batch"));
    }

    @Test
    void anExporterThatWasGivenUpBeforeItBeganIsFreeForTheNextBatch() throws Exception {
        ExecutorService oneThread = Executors.newSingleThreadExecutor();
        Recorder recorder = new Recorder("recorder");
        FanOut fanOut = new FanOut(List.of(recorder), oneThread, Duration.ofMillis(50), () -> now);
        oneThread.submit(() -> {
            forever.await();
            return null;
        });

        FanOutResult first = fanOut.start(batchOf(1), ledger).await();
        forever.countDown();
        oneThread.submit(() -> {}).get();
        FanOutResult second = fanOut.start(batchOf(2), ledger).await();
        oneThread.shutdown();

        assertThat(first.failures()).containsExactly(new Failure("recorder", "did not end within 50 ms"));
        assertThat(second).isEqualTo(FanOutResult.COMPLETE);
        assertThat(recorder.rows).containsExactly(2L);
    }

    @Test
    void f105_allExportersTogetherHaveOneTimeLimit() {
        FanOut fanOut = fanOut(Duration.ofDays(1), waiting("one"), waiting("other"));
        FanOut.Running running = fanOut.start(batchOf(1), ledger);
        now = now.plus(Duration.ofDays(1));

        assertThat(running.await().failures()).extracting(Failure::exporter).containsExactly("one", "other");
    }

    @Test
    void f105_aClockThatIsSetBackDoesNotProlongTheTimeLimit() {
        FanOut fanOut = fanOut(Duration.ofMillis(50), waiting("patient"));
        FanOut.Running running = fanOut.start(batchOf(1), ledger);
        now = now.minus(Duration.ofDays(1));

        assertThat(running.await().failures()).containsExactly(new Failure("patient", "did not end within 50 ms"));
    }

    @Test
    void anInterruptEndsTheWaitAndIsPassedOn() {
        Thread.currentThread().interrupt();

        FanOutResult result =
                fanOut(waiting("patient")).start(batchOf(1), ledger).await();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.failures()).containsExactly(new Failure("patient", "interrupted"));
    }

    @Test
    void f105_anExporterIsInterruptedWhenItsTimeIsUp() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Exporter patient = exporter("patient", batch -> {
            try {
                forever.await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
                throw expected;
            }
        });

        fanOut(Duration.ofMillis(50), patient).start(batchOf(1), ledger).await();

        interrupted.await();
    }

    @Test
    void anExporterIsInterruptedWhenTheFlushIs() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Exporter patient = exporter("patient", batch -> {
            begun.countDown();
            try {
                forever.await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
                throw expected;
            }
        });
        FanOut.Running running = fanOut(patient).start(batchOf(1), ledger);
        begun.await();
        Thread.currentThread().interrupt();

        running.await();

        assertThat(Thread.interrupted()).isTrue();
        interrupted.await();
    }

    @Test
    void f107_f108_aRowThatWasTakenIsNotHandedOutAgain() {
        Recorder recorder = new Recorder("recorder");
        FanOut fanOut = fanOut(recorder);

        fanOut.start(batchOf(1, 2, 3, 4), ledger).await();
        FanOutResult half = fanOut.start(batchOf(1, 2), ledger).await();
        fanOut.start(batchOf(3, 4, 5), ledger).await();

        assertThat(half).isEqualTo(FanOutResult.COMPLETE);
        assertThat(recorder.rows).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void f114_aRowThatWasNotTakenIsHandedOutAgainToThatExporterOnly() {
        Recorder healthy = new Recorder("healthy");
        Recorder moody = new Recorder("moody");
        moody.failsOnce = true;
        FanOut fanOut = fanOut(healthy, moody);

        FanOutResult first = fanOut.start(batchOf(1), ledger).await();
        FanOutResult second = fanOut.start(batchOf(1), ledger).await();

        assertThat(first.isComplete()).isFalse();
        assertThat(second.isComplete()).isTrue();
        assertThat(healthy.rows).containsExactly(1L);
        assertThat(moody.rows).containsExactly(1L);
    }

    @Test
    void whatIsCommittedIsForgotten() {
        Recorder recorder = new Recorder("recorder");
        FanOut fanOut = fanOut(recorder);

        fanOut.start(batchOf(1), ledger).await();
        ledger.forget(batchOf(1).rowIds());
        fanOut.start(batchOf(1), ledger).await();

        assertThat(recorder.rows).containsExactly(1L, 1L);
    }

    @Test
    void twoExportersOfOneNameAreRefused() {
        assertThatThrownBy(() -> fanOut(new Recorder("twin"), new Recorder("twin")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twin");
    }

    private FanOut fanOut(Exporter... exporters) {
        return fanOut(Duration.ofSeconds(30), exporters);
    }

    private FanOut fanOut(Duration timeout, Exporter... exporters) {
        return new FanOut(List.of(exporters), threads, timeout, () -> now);
    }

    /** Hears no interrupt. */
    private static void deaf(CountDownLatch end) {
        boolean interrupted = true;
        while (interrupted) {
            try {
                end.await();
                interrupted = false;
            } catch (InterruptedException unheard) {
                interrupted = true;
            }
        }
    }

    private static void dive(Batch batch) {
        dive(batch);
    }

    private Exporter waiting(String name) {
        return exporter(name, batch -> forever.await());
    }

    private static Exporter thrower(String name, Throwable thrown) {
        return exporter(name, batch -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        });
    }

    private interface Body {
        void export(Batch batch) throws Exception;
    }

    private static Exporter exporter(String name, Body body) {
        return new Exporter() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void export(Batch batch) throws Exception {
                body.export(batch);
            }
        };
    }

    private static final class Recorder implements Exporter {

        private final String name;
        private final List<Long> rows = new ArrayList<>();
        private boolean failsOnce;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void export(Batch batch) {
            if (failsOnce) {
                failsOnce = false;
                throw new IllegalStateException("once");
            }
            batch.rowIds().stream().map(RowId::value).forEach(rows::add);
        }
    }
}
