package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link KaizenWriter} did, and how long it waited for the right to write, through a file from its process to the test's. */
final class KaizenWriterReport {

    private final List<Duration> waits;
    private final Set<Integer> deleted;
    private final Set<Integer> marked;
    private int rows;
    private int waitsBefore;

    KaizenWriterReport() {
        this(new ArrayList<>(), new HashSet<>(), new HashSet<>(), 0, 0);
    }

    private KaizenWriterReport(
            List<Duration> waits, Set<Integer> deleted, Set<Integer> marked, int rows, int waitsBefore) {
        this.waits = waits;
        this.deleted = deleted;
        this.marked = marked;
        this.rows = rows;
        this.waitsBefore = waitsBefore;
    }

    void wrote() {
        rows++;
    }

    /** What came before were the flusher's start and the opening of the database. */
    void flusherIsAtWork() {
        waitsBefore = waits.size();
    }

    /** One transaction began after waiting that long. */
    void waited(Duration time) {
        waits.add(time);
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

    /** Transactions since the flusher was at work. */
    int transactions() {
        return waits.size() - waitsBefore;
    }

    Set<Integer> deleted() {
        return Set.copyOf(deleted);
    }

    Set<Integer> marked() {
        return Set.copyOf(marked);
    }

    /** How many of those waited longer than {@code time}. */
    long waitsOver(Duration time) {
        return waits.stream()
                .skip(waitsBefore)
                .filter(wait -> wait.compareTo(time) > 0)
                .count();
    }

    void save(Path file) throws IOException {
        Files.write(
                file,
                List.of(
                        Integer.toString(rows),
                        Integer.toString(waitsBefore),
                        join(deleted),
                        join(marked),
                        join(waits.stream().map(Duration::toNanos).toList())),
                UTF_8);
    }

    static KaizenWriterReport load(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        return new KaizenWriterReport(
                split(lines.get(4)).stream()
                        .map(nanos -> Duration.ofNanos(Long.parseLong(nanos)))
                        .toList(),
                split(lines.get(2)).stream().map(Integer::valueOf).collect(Collectors.toSet()),
                split(lines.get(3)).stream().map(Integer::valueOf).collect(Collectors.toSet()),
                Integer.parseInt(lines.get(0)),
                Integer.parseInt(lines.get(1)));
    }

    /** For people. */
    @Override
    public String toString() {
        return rows + " rows, of which " + deleted.size() + " were deleted and " + marked.size()
                + " marked as sent while pending; waits for the right to write: while the flusher started "
                + describe(waits.subList(0, waitsBefore)) + "; then "
                + describe(waits.subList(waitsBefore, waits.size()));
    }

    private static String describe(List<Duration> waits) {
        double[] sorted = waits.stream()
                .mapToDouble(wait -> wait.toNanos() / 1e6)
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%d (median %.2f ms, 99 %% at most %.1f ms, over 50 ms %d, longest %.1f ms)",
                sorted.length,
                at(sorted, 0.5),
                at(sorted, 0.99),
                Arrays.stream(sorted).filter(millis -> millis > 50).count(),
                at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * (sorted.length - 1))];
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
