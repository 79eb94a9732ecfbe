package io.kaizen.sync.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end and asks the system what it has cost. One at a time, and nothing else may end meanwhile. */
final class MeasuredProcess {

    private static final long LOOK_EVERY_MILLIS = 5;

    /** The unit of times in {@code /proc} on every Linux that Java runs on (USER_HZ). */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final String PEAK = "VmHWM:";

    private MeasuredProcess() {}

    /** @throws IllegalStateException if it ends with another exit code than 0; the message has what it said */
    static Cost run(List<String> command, Map<String, String> environment, Path scratch)
            throws IOException, InterruptedException {
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        long ticksBefore = ticksOfEndedChildren();
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakBytes(process.pid()));
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = TICK.multipliedBy(ticksOfEndedChildren() - ticksBefore);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + process.exitValue()
                    + ": " + Files.readString(err, UTF_8));
        }
        return new Cost(wall, cpu, peak, Files.readString(out, UTF_8));
    }

    /** The system adds a child's times to ours when Java has seen its end: exact, where to ask the child would come too early. */
    private static long ticksOfEndedChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"), UTF_8);
        // The fields behind the name, which is in parentheses and may hold anything; see proc(5): cutime and cstime.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    /** It only grows, so that the last look is never far from the end. */
    private static long peakBytes(long pid) throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), UTF_8).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException ending) {
            if (Files.exists(Path.of("/proc", Long.toString(pid)))) {
                throw ending;
            }
            return 0;
        }
    }
}
