package io.kaizen.sync.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.testkit.RecordingExporter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundFlusherTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void startsWithAFlushOfWhatIsThere() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.enqueue("{}");

            it.sync.start(SyncFixture.NEVER);
            it.awaitFlushes(1);

            assertThat(it.sent()).isEqualTo(1);
        }
    }

    @Test
    void whatIsEnqueuedLaterIsFlushedAtOnceAndNotAtTheNextInterval() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.sync.start(SyncFixture.NEVER);
            it.awaitFlushes(1);

            it.enqueue("{}");
            it.awaitFlushes(1);

            assertThat(it.sent()).isEqualTo(1);
        }
    }

    @Test
    void flushesAgainWhenTheIntervalIsOver() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.sync.start(Duration.ofMillis(1));

            it.awaitFlushes(3);
        }
    }

    @Test
    void callsDuringAFlushLeadToOneMoreAndThenItWaits() throws Exception {
        CountDownLatch onTheWire = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.script().whileOnTheWire(() -> {
                onTheWire.countDown();
                await(goOn);
            });
            it.enqueue("{}");
            it.sync.start(SyncFixture.NEVER);
            await(onTheWire);

            for (int i = 0; i < 100; i++) {
                it.enqueue("{}");
            }
            goOn.countDown();
            it.awaitFlushes(2);

            assertThat(it.sent()).isEqualTo(101);
            assertThat(it.ingest.script().posts()).hasSize(2);
            it.awaitPause();
            assertThat(it.unawaitedFlushes()).isZero();
        }
    }

    @Test
    void inTroubleNewRowsAreNoReasonToBotherTheServerButAFlushByHandThatGoesWellEndsIt() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.script().answer(new IngestOutcome.Unauthorized("no"));
            it.enqueue("{}");
            it.sync.start(SyncFixture.NEVER);
            it.awaitFlushes(1);

            it.enqueue("{}");
            assertThat(it.ingest.script().posts()).hasSize(1);
            FlushReport byHand = it.sync.flush();
            it.awaitFlushes(2); // That one, and one in the background, which is well again.
            it.enqueue("{}");
            it.awaitFlushes(1);

            assertThat(byHand.rows()).isEqualTo(2);
            assertThat(it.sent()).isEqualTo(3);
        }
    }

    @Test
    void anExceptionIsToldToTheListenerAndTheNextFlushGoesThrough() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.script().whileOnTheWire(() -> {
                if (broken.getAndSet(false)) {
                    throw new IllegalArgumentException("a gateway with a fault");
                }
            });
            it.enqueue("{}");
            it.sync.start(SHORT);

            it.awaitFlushes(2);

            assertThat(it.failures)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessage("a gateway with a fault"));
            assertThat(it.sent()).isEqualTo(1);
        }
    }

    @Test
    void canBeStartedOnlyOnce() {
        try (SyncFixture it = new SyncFixture()) {
            it.sync.start(SyncFixture.NEVER);

            assertThatIllegalStateException().isThrownBy(() -> it.sync.start(SyncFixture.NEVER));
        }
    }

    @Test
    void thereIsNoThreadBeforeTheStartAndNoneAfterTheClose() throws Exception {
        SyncFixture it = new SyncFixture(builder -> builder.exporter(new RecordingExporter("recording")));
        it.enqueue("{}");
        int before = it.threads.size();

        it.sync.start(SyncFixture.NEVER);
        it.awaitFlushes(1);
        it.close();

        assertThat(before).isZero();
        assertThat(it.threads).hasSizeGreaterThan(1);
        assertThat(it.livingThreads()).isEmpty();
    }

    @Test
    void closingDuringAPostWaitsForItAndForItsCommit() throws Exception {
        CountDownLatch onTheWire = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SyncFixture it = new SyncFixture();
        it.ingest.script().whileOnTheWire(() -> {
            onTheWire.countDown();
            await(goOn);
        });
        it.enqueue("{}");
        it.sync.start(SyncFixture.NEVER);
        await(onTheWire);

        Thread closer = new Thread(it::close);
        closer.start();
        goOn.countDown();
        closer.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(closer.isAlive()).isFalse();
        assertThat(it.outbox.rows()).singleElement().matches(row -> row.sent());
        assertThat(it.livingThreads()).isEmpty();
    }

    @Test
    void aPostThatHangsIsBrokenOffByTheCloseAndItsClaimStays() throws Exception {
        CountDownLatch onTheWire = new CountDownLatch(1);
        SyncFixture it = new SyncFixture(builder -> builder.closeTimeout(SHORT));
        it.ingest
                .script()
                .answer(new IngestOutcome.Unreachable("broken off", true))
                .whileOnTheWire(() -> {
                    onTheWire.countDown();
                    await(it.ingest.closed());
                });
        it.enqueue("{}");
        it.sync.start(SyncFixture.NEVER);
        await(onTheWire);

        it.close();

        assertThat(it.outbox.claims()).hasSize(1);
        assertThat(it.livingThreads()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
