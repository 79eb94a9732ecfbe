package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link KaizenWriter} did, and how long it waited for the right to write, through a file from its process to the test's. */
final class KaizenWriterReport {

    private final List<Wait> waits;
    private final Set<Integer> deleted;
    private final Set<Integer> marked;
    private int rows;

    /** For how long a transaction waited, and when. */
    private record Wait(long atMillis, long nanos) {

        static Wait parse(String text) {
            String[] parts = text.split(":", -1);
            return new Wait(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        double millis() {
            return nanos / 1e6;
        }

        @Override
        public String toString() {
            return atMillis + ":" + nanos;
        }
    }

    KaizenWriterReport() {
        this(new ArrayList<>(), new HashSet<>(), new HashSet<>(), 0);
    }

    private KaizenWriterReport(List<Wait> waits, Set<Integer> deleted, Set<Integer> marked, int rows) {
        this.waits = waits;
        this.deleted = deleted;
        this.marked = marked;
        this.rows = rows;
    }

    void wrote() {
        rows++;
    }

    /** One transaction began after waiting that long. */
    void waited(Duration sinceStart, Duration time) {
        waits.add(new Wait(sinceStart.toMillis(), time.toNanos()));
    }

    /** A row was pending and is deleted. */
    void deleted(int number) {
        deleted.add(number);
    }

    /** A row was pending and is marked as sent. */
    void marked(int number) {
        marked.add(number);
    }

    /** How many rows were written; their numbers are 1 to this. */
    int rows() {
        return rows;
    }

    int transactions() {
        return waits.size();
    }

    Set<Integer> deleted() {
        return Set.copyOf(deleted);
    }

    Set<Integer> marked() {
        return Set.copyOf(marked);
    }

    long waitsOver(Duration time) {
        return waits.stream().filter(wait -> wait.nanos() > time.toNanos()).count();
    }

    void save(Path file) throws IOException {
        Files.write(
                file,
                List.of(
                        Integer.toString(rows),
                        join(deleted),
                        join(marked),
                        join(waits)),
                UTF_8);
    }

    static KaizenWriterReport load(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        return new KaizenWriterReport(
                split(lines.get(3)).stream().map(Wait::parse).toList(),
                split(lines.get(1)).stream().map(Integer::valueOf).collect(Collectors.toSet()),
                split(lines.get(2)).stream().map(Integer::valueOf).collect(Collectors.toSet()),
                Integer.parseInt(lines.get(0)));
    }

    /** For people. */
    @Override
    public String toString() {
        List<Wait> sorted =
                waits.stream().sorted(Comparator.comparingLong(Wait::nanos)).toList();
        List<String> longest = sorted.subList(Math.max(0, sorted.size() - 5), sorted.size()).stream()
                .map(wait -> String.format(Locale.ROOT, "%.1f ms at %.1f s", wait.millis(), wait.atMillis() / 1e3))
                .toList();
        return String.format(
                Locale.ROOT,
                "%d rows, of which %d were deleted and %d marked as sent while pending; %d transactions waited for the lock:"
                        + " median %.2f ms, 99 %% at most %.1f ms, over 50 ms %d, longest %s",
                rows,
                deleted.size(),
                marked.size(),
                sorted.size(),
                sorted.get(sorted.size() / 2).millis(),
                sorted.get(sorted.size() * 99 / 100).millis(),
                waitsOver(Duration.ofMillis(50)),
                longest);
    }

    private static String join(Iterable<?> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        return String.join(",", texts);
    }

    private static List<String> split(String line) {
        return line.isEmpty() ? List.of() : Arrays.asList(line.split(",", -1));
    }
}
