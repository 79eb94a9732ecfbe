package io.kaizen.sync.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flush ends when its time is up or its thread is wanted back. A server that is down costs a flush minutes otherwise. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundedFlushTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void e6_aFlushEndsWhenItsTimeIsUp(int lanes) {
        try (SyncFixture it = new SyncFixture(builder -> builder.lanes(lanes))) {
            it.enqueue("{}");
            it.ingest.script().otherwise(batch -> new Unreachable("refused", false));

            FlushReport report = it.sync.flush(SHORT);

            assertThat(report.gravest().orElseThrow().reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(it.sync.status().total().pending()).isEqualTo(1);
            it.ingest.script().otherwise(batch -> new Accepted(batch.size(), 0));
            assertThat(it.sync.flush(Duration.ofSeconds(30)).rows()).isEqualTo(1);
        }
    }

    @Test
    void e6_aServerThatHangsKeepsNobodyWaiting() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            CountDownLatch answered = new CountDownLatch(1);
            it.enqueue("{}");
            it.ingest.script().whileOnTheWire(() -> await(answered));

            FlushReport report = it.sync.flush(SHORT);

            assertThat(report.gravest().orElseThrow().message())
                    .contains("not over within 300 ms", "in the background");
            answered.countDown();
            assertThat(it.sync.flush().pending().rows()).isZero();
            assertThat(it.ingest.script().posts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void e6_anInterruptIsHeardAndKept(int lanes) throws Exception {
        try (SyncFixture it = new SyncFixture(builder -> builder.lanes(lanes))) {
            it.enqueue("{}");
            Thread flusher = Thread.currentThread();
            it.ingest.script().whileOnTheWire(flusher::interrupt);
            it.ingest.script().otherwise(batch -> new Unreachable("refused", false));

            FlushReport report = it.sync.flush();

            assertThat(report.gravest().orElseThrow().reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(it.ingest.script().posts()).hasSize(1);
        }
    }

    @Test
    void e6_anInterruptEndsTheWaitForABoundedFlushToo() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.enqueue("{}");
            Thread flusher = Thread.currentThread();
            it.ingest.script().whileOnTheWire(flusher::interrupt);
            it.ingest.script().otherwise(batch -> new Unreachable("refused", false));

            FlushReport report = it.sync.flush(Duration.ofMinutes(5));

            assertThat(report.gravest().orElseThrow().reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void e6_whoGivesUpWaitingForItsTurnStopsNobodyElse() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            CountDownLatch onTheWire = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            it.enqueue("{}");
            it.ingest.script().whileOnTheWire(() -> {
                onTheWire.countDown();
                await(answered);
            });
            CompletableFuture<FlushReport> other = CompletableFuture.supplyAsync(it.sync::flush);
            await(onTheWire);

            FlushReport report = it.sync.flush(SHORT);

            assertThat(report.gravest().orElseThrow().reason()).isEqualTo(StopReason.INTERRUPTED);
            answered.countDown();
            assertThat(other.get(30, TimeUnit.SECONDS).rows()).isEqualTo(1);
            assertThat(other.get().stops()).isEmpty();
        }
    }

    @Test
    void e6_aFlushWithinItsTimeIsLikeAnyOther() {
        try (SyncFixture it = new SyncFixture()) {
            it.enqueue("{}", "{}");

            FlushReport report = it.sync.flush(Duration.ofSeconds(30));

            assertThat(report.rows()).isEqualTo(2);
            assertThat(report.stops()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> it.sync.flush(Duration.ZERO));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
