package io.kaizen.sync.application.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StoppableSleeperTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final StoppableSleeper sleeper = new StoppableSleeper();

    @Test
    void sleepsTheWholeTimeIfNobodyStopsIt() {
        long before = System.nanoTime();

        boolean whole = sleeper.sleep(Duration.ofMillis(20));

        assertThat(whole).isTrue();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void aStopEndsTheSleep() throws Exception {
        CompletableFuture<Boolean> whole = CompletableFuture.supplyAsync(() -> sleeper.sleep(FOREVER));

        sleeper.requestStop();

        assertThat(whole.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(sleeper.isStopRequested()).isTrue();
    }

    @Test
    void nobodySleepsAfterAStop() {
        sleeper.requestStop();

        assertThat(sleeper.sleep(FOREVER)).isFalse();
    }

    @Test
    void anInterruptEndsTheSleepAndStaysSet() {
        Thread.currentThread().interrupt();

        assertThat(sleeper.sleep(FOREVER)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sleeper.isStopRequested()).isFalse();
    }
}
