package io.kaizen.sync.application.schedule;

import io.kaizen.sync.application.port.out.Sleeper;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sleeps on the real, monotonic clock until somebody wants the process to stop. Thread-safe. */
public final class StoppableSleeper implements Sleeper {

    private final CountDownLatch stop = new CountDownLatch(1);

    /** Ends all sleeps, those to come too. */
    public void requestStop() {
        stop.countDown();
    }

    @Override
    public boolean sleep(Duration duration) {
        try {
            return !stop.await(saturatedNanos(duration), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isStopRequested() {
        return stop.getCount() == 0;
    }

    private static long saturatedNanos(Duration duration) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        return duration.compareTo(longest) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }
}
