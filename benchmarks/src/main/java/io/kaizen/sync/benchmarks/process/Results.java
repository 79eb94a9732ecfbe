package io.kaizen.sync.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file that gathers results over time, one CSV line each, and the table on the screen. */
final class Results {

    private static final List<String> COLUMNS = List.of(
            "date",
            "commit",
            "what",
            "way",
            "rows",
            "kinds",
            "delay_ms",
            "settings",
            "java_options",
            "seconds",
            "rows_per_second",
            "cpu_us_per_row",
            "peak_mb",
            "posts",
            "wire_bytes_per_row",
            "java",
            "machine",
            "load");

    private final Path file;

    Results(Path file) {
        this.file = file;
    }

    /**
     * One run.
     *
     * @param load of the machine just before
     */
    record Result(
            String what,
            Subject subject,
            List<String> sets,
            long rows,
            int kinds,
            int delayMillis,
            Cost cost,
            long posts,
            long bytes,
            double load) {

        private String settings() {
            return String.join(" ", sets);
        }

        private double microsPerRow() {
            return cost.cpuSeconds() * 1e6 / rows;
        }

        private double rowsPerSecond() {
            return rows / cost.wallSeconds();
        }

        private double bytesPerRow() {
            return (double) bytes / rows;
        }
    }

    void printHeader() throws IOException, InterruptedException {
        System.out.println(Machine.describe() + ", Java " + Machine.java() + ", commit " + Machine.commit());
        System.out.printf(
                Locale.ROOT,
                "%-8s %9s %5s %8s %8s %9s %11s %8s %6s %9s %5s  %s%n",
                "what",
                "rows",
                "kinds",
                "delay ms",
                "seconds",
                "rows/s",
                "CPU us/row",
                "peak MB",
                "POSTs",
                "bytes/row",
                "load",
                "settings");
    }

    void add(Result result) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%-8s %9d %5d %8d %8.2f %9.0f %11.1f %8.0f %6d %9.0f %5.1f  %s%n",
                result.what,
                result.rows,
                result.kinds,
                result.delayMillis,
                result.cost.wallSeconds(),
                result.rowsPerSecond(),
                result.microsPerRow(),
                result.cost.peakMegabytes(),
                result.posts,
                result.bytesPerRow(),
                result.load,
                (result.settings() + " " + result.subject.javaOptions()).strip());
        if (Files.notExists(file)) {
            Files.writeString(file, String.join(",", COLUMNS) + "\n", UTF_8);
        }
        Files.writeString(file, line(result), UTF_8, StandardOpenOption.APPEND);
    }

    private static String line(Result result) throws IOException, InterruptedException {
        return Stream.of(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        Machine.commit(),
                        result.what,
                        result.subject.way().name().toLowerCase(Locale.ROOT),
                        Long.toString(result.rows),
                        Integer.toString(result.kinds),
                        Integer.toString(result.delayMillis),
                        result.settings(),
                        result.subject.javaOptions(),
                        decimal(result.cost.wallSeconds()),
                        decimal(result.rowsPerSecond()),
                        decimal(result.microsPerRow()),
                        decimal(result.cost.peakMegabytes()),
                        Long.toString(result.posts),
                        decimal(result.bytesPerRow()),
                        Machine.java(),
                        Machine.describe(),
                        decimal(result.load))
                .map(Results::quoted)
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String quoted(String value) {
        return value.contains(",") || value.contains("\"") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
