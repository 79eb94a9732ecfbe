package io.kaizen.sync.application.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two flushes, one of which waits for the other, and what an interrupt or a stop does to each. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlushTurnTest {

    private final FlushStop stop = new FlushStop();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final FlushTurn turn = new FlushTurn(this::flush, stop);

    @AfterEach
    void endTheFlush() {
        answered.countDown();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void e6_whatEndsTheWaitForAnotherFlushLeavesThatAlone(boolean byTheTurn) throws Exception {
        CompletableFuture<Optional<FlushReport>> first = CompletableFuture.supplyAsync(turn::flush);
        begun.await();
        CompletableFuture<Boolean> flagOfTheSecond = new CompletableFuture<>();
        CompletableFuture<Optional<FlushReport>> report = new CompletableFuture<>();
        Thread second = new Thread(() -> {
            report.complete(turn.flush());
            flagOfTheSecond.complete(Thread.currentThread().isInterrupted());
        });
        second.start();
        Consumer<Thread> end = byTheTurn ? turn::stop : Thread::interrupt;
        end.accept(second);

        assertThat(report.get(10, TimeUnit.SECONDS).orElseThrow().gravest())
                .get()
                .satisfies(why -> {
                    assertThat(why.reason()).isEqualTo(StopReason.INTERRUPTED);
                    assertThat(why.message()).contains("while another flush was under way");
                });
        assertThat(flagOfTheSecond.get()).isTrue();
        assertThat(stop.isStopRequested()).isFalse();
        answered.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).orElseThrow().stops()).isEmpty();
    }

    @Test
    void e6_aStopIsForTheThreadThatFlushes() throws Exception {
        Thread other = new Thread(() -> {});
        stop.begin();

        assertThat(stop.stop(other)).isFalse();
        assertThat(stop.isStopRequested()).isFalse();
        assertThat(stop.stop(Thread.currentThread())).isTrue();
        assertThat(stop.isStopRequested()).isTrue();
        stop.end();
    }

    @Test
    void e6_anInterruptIsNoticedBetweenTwoPostsAndGivenBackAtTheEnd() {
        stop.begin();
        Thread.currentThread().interrupt();

        assertThat(stop.isStopRequested()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        stop.end();
        assertThat(Thread.interrupted()).isTrue();
    }

    private FlushReport flush() {
        begun.countDown();
        try {
            answered.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return new FlushReport(0, 0, 0, 0, List.of());
    }
}
