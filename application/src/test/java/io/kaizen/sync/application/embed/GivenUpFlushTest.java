package io.kaizen.sync.application.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A flush whose thread comes free when its caller has gone. */
class GivenUpFlushTest {

    private final AtomicInteger flushes = new AtomicInteger();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final FlushTurn turn = new FlushTurn(this::flush, new FlushStop());

    @Test
    void e6_aFlushThatWasGivenUpBeforeItBeganSendsNothing() {
        BoundedFlush flush = new BoundedFlush(this::flush, turn, waiting::add);

        FlushReport report = flush.flush(Duration.ofMillis(1));
        waiting.remove().run();

        assertThat(report.gravest()).get().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.INTERRUPTED);
            assertThat(stop.message()).contains("not over within 1 ms");
        });
        assertThat(flushes).hasValue(0);
    }

    private FlushReport flush() {
        flushes.incrementAndGet();
        return new FlushReport(0, 0, 0, 0, List.of());
    }
}
