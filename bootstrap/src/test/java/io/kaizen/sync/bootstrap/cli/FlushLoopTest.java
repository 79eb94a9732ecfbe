package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FlushLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ScriptedTarget target = new ScriptedTarget();
    private final RecordingSleeper sleeper = new RecordingSleeper();

    @Test
    void f62_flushesAtEveryIntervalUntilAStopIsRequested() {
        target.then(FlushLoopTest::well).then(FlushLoopTest::well).thenStop(sleeper);

        run();

        assertThat(target.flushes).isEqualTo(3);
        assertThat(sleeper.slept).containsExactly(INTERVAL, INTERVAL);
    }

    @Test
    void livesThroughStops() {
        target.then(() -> stoppedBy(StopReason.UNAUTHORIZED))
                .then(() -> stoppedBy(StopReason.STORE))
                .thenStop(sleeper);

        run();

        assertThat(target.flushes).isEqualTo(3);
    }

    @Test
    void livesThroughADatabaseThatCannotBeOpened() {
        target.then(() -> {
                    throw new OutboxStoreException("disk is gone");
                })
                .thenStop(sleeper);

        run();

        assertThat(target.flushes).isEqualTo(2);
    }

    @Test
    void aLongWaitIsMadeOfIntervals() {
        target.then(() -> stoppedBy(StopReason.UNREACHABLE))
                .then(() -> stoppedBy(StopReason.UNREACHABLE))
                .thenStop(sleeper);

        run();

        assertThat(sleeper.slept).containsExactly(INTERVAL, INTERVAL, INTERVAL);
    }

    @Test
    void f35_f125_aChangedConfigurationEndsALongWait() {
        target.then(() -> stoppedBy(StopReason.UNAUTHORIZED))
                .then(() -> stoppedBy(StopReason.UNAUTHORIZED))
                .then(() -> stoppedBy(StopReason.UNAUTHORIZED))
                .thenStop(sleeper);
        target.changedAtLook = 5;

        run();

        // 10 s, 20 s, then 40 s of which two intervals pass until the change is seen.
        assertThat(sleeper.slept).hasSize(5);
    }

    @Test
    void doesNotFlushAfterAStop() {
        sleeper.stopped = true;

        run();

        assertThat(target.flushes).isZero();
    }

    private void run() {
        new FlushLoop(target, sleeper, new LoopLog()).run();
    }

    private static FlushReport well() {
        return new FlushReport(0, 0, 0, 0, List.of());
    }

    private static FlushReport stoppedBy(StopReason reason) {
        return new FlushReport(0, 0, 0, 1, List.of(Stop.of(reason, "why")));
    }

    private static final class ScriptedTarget implements FlushLoop.Target {

        private final Deque<Supplier<FlushReport>> script = new ArrayDeque<>();
        private int flushes;
        private int looks;
        private int changedAtLook = -1;

        ScriptedTarget then(Supplier<FlushReport> flush) {
            script.add(flush);
            return this;
        }

        void thenStop(RecordingSleeper sleeper) {
            script.add(() -> {
                sleeper.stopped = true;
                return well();
            });
        }

        @Override
        public Optional<FlushReport> flush() {
            flushes++;
            return Optional.of(script.remove().get());
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public boolean refresh() {
            looks++;
            return looks == changedAtLook;
        }
    }

    private static final class RecordingSleeper implements Sleeper {

        private final List<Duration> slept = new ArrayList<>();
        private boolean stopped;

        @Override
        public boolean sleep(Duration duration) {
            if (!stopped) {
                slept.add(duration);
            }
            return !stopped;
        }

        @Override
        public boolean isStopRequested() {
            return stopped;
        }
    }
}
