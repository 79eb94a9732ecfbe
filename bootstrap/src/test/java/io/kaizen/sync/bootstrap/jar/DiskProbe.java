package io.kaizen.sync.bootstrap.jar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures beside a test what a page costs that is written and synced, with nobody to wait for: no transaction of ours can be shorter on this
 * disk, in this minute.
 */
final class DiskProbe implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;
    private static final Duration PACE = Duration.ofMillis(25);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Double> millis = new CopyOnWriteArrayList<>();
    private final FileChannel file;

    private DiskProbe(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    static DiskProbe start(Path path) throws IOException {
        DiskProbe probe = new DiskProbe(path);
        probe.thread.scheduleAtFixedRate(probe::measure, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        return probe;
    }

    private void measure() {
        long start = System.nanoTime();
        try {
            file.write(ByteBuffer.allocate(PAGE_BYTES));
            file.force(false);
        } catch (IOException gone) {
            thread.shutdown();
            return;
        }
        millis.add((System.nanoTime() - start) / 1e6);
    }

    /** For people. */
    @Override
    public String toString() {
        double[] sorted = millis.stream().mapToDouble(each -> each).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%d pages synced (median %.2f ms, over 50 ms %d, longest %.1f ms)",
                sorted.length,
                sorted.length == 0 ? 0 : sorted[sorted.length / 2],
                millis.stream().filter(each -> each > 50).count(),
                sorted.length == 0 ? 0 : sorted[sorted.length - 1]);
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        file.close();
    }
}
