package io.kaizen.sync.testkit.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check under many seeds, one after the other, each within a time limit. By default the seeds are 1, 2, … up to the number of
 * cases, the same in every build. {@code -Dfuzz.seed=N} runs seed N alone. {@code -Dfuzz.seconds=S} runs for S seconds from a seed
 * drawn by chance. A failure names its seed; what a seed has found becomes a test of its own.
 */
public final class Fuzz {

    /** Longest time that one case may take, in seconds. A case takes milliseconds; a busy machine takes longer. */
    private static final long LONGEST_CASE_SECONDS = 60;

    /** A soak goes on after a failure, so that one frequent fault does not hide the others. */
    private static final int MOST_FAILURES = 10;

    private static final String SEED = "fuzz.seed";
    private static final String SECONDS = "fuzz.seconds";

    private final Case check;
    private final List<AssertionError> failures = new ArrayList<>();
    private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(this::newDaemon);
    private long cases;

    /** What has to hold for whatever {@code dice} throws. */
    @FunctionalInterface
    public interface Case {

        /**
         * Makes one case and checks it.
         *
         * @throws Exception or an {@link AssertionError} if it does not hold
         */
        void check(Dice dice) throws Exception;
    }

    private Fuzz(Case check) {
        this.check = check;
    }

    /**
     * Checks {@code count} cases, or what the system properties ask for instead.
     *
     * @return how many cases were checked
     * @throws AssertionError if a case fails or does not end; it names the seed, and has further failures as suppressed ones
     */
    public static long cases(int count, Case check) {
        Fuzz fuzz = new Fuzz(check);
        try {
            return fuzz.run(count);
        } finally {
            fuzz.thread.shutdownNow();
        }
    }

    private long run(int count) {
        Long only = Long.getLong(SEED);
        long seconds = Long.getLong(SECONDS, 0);
        if (only != null) {
            tryOut(only);
        } else if (seconds > 0) {
            soak(seconds);
        } else {
            for (long seed = 1; seed <= count && failures.size() < MOST_FAILURES; seed++) {
                tryOut(seed);
            }
        }
        throwFailures();
        return cases;
    }

    private void soak(long seconds) {
        long first = RandomGenerator.getDefault().nextLong(1_000_000_000_000L);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long seed = first; System.nanoTime() < end && failures.size() < MOST_FAILURES; seed++) {
            tryOut(seed);
        }
    }

    private void tryOut(long seed) {
        cases++;
        Future<?> running = thread.submit(() -> {
            check.check(new Dice(seed));
            return null;
        });
        try {
            running.get(LONGEST_CASE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            failures.add(failure(seed, String.valueOf(failed.getCause()), failed.getCause()));
        } catch (TimeoutException late) {
            failures.add(failure(seed, "did not end within " + LONGEST_CASE_SECONDS + " s", whereTheWorkerIs()));
            // The thread may hang for ever, and later cases would wait for it.
            throwFailures();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at seed " + seed, stop);
        }
    }

    private Throwable whereTheWorkerIs() {
        Throwable place = new IllegalStateException("the place where the case hangs");
        Thread hanging = worker.get();
        if (hanging != null) {
            place.setStackTrace(hanging.getStackTrace());
        }
        return place;
    }

    private static AssertionError failure(long seed, String what, @Nullable Throwable cause) {
        return new AssertionError("seed " + seed + " (-D" + SEED + "=" + seed + " repeats it): " + what, cause);
    }

    private void throwFailures() {
        if (!failures.isEmpty()) {
            AssertionError first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private Thread newDaemon(Runnable task) {
        Thread daemon = new Thread(task, "fuzz");
        daemon.setDaemon(true);
        worker.set(daemon);
        return daemon;
    }
}
