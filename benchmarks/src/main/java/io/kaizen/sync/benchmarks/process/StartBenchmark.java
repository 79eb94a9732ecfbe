package io.kaizen.sync.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code start}: what commands cost that have nothing to do. */
@Command(
        name = "start",
        description =
                "Runs status, an idle run --once and an enqueue of nothing on an empty outbox, and prints the medians.")
public final class StartBenchmark implements Callable<Integer> {

    @Mixin
    private Subject subject = new Subject();

    @Option(names = "--runs", description = "How often each is measured (default: 11).")
    private int runs = 11;

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%s, Java %s, commit %s, load %.1f%n",
                Machine.describe(),
                Machine.java(),
                Machine.commit(),
                Machine.load());
        try (Place place = new Place(subject)) {
            Path none = Files.createFile(place.file("none.ndjson"));
            List<String> enqueue = List.of("enqueue", "--kind", "events", none.toString());
            MeasuredProcess.run(place.command(enqueue), place.environment(), place.file("."));
            print("status", place, List.of("status"));
            // Nobody listens there, and nobody is asked.
            print("idle run --once", place, List.of("run", "--once", "--set", "sync.endpoint=http://127.0.0.1:9"));
            print("enqueue of nothing", place, enqueue);
        }
        return 0;
    }

    private void print(String name, Place place, List<String> arguments) throws Exception {
        List<Cost> costs = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            costs.add(MeasuredProcess.run(place.command(arguments), place.environment(), place.file(".")));
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s %.2f s CPU, %.2f s, %.0f MB%n",
                name,
                seconds(costs.stream().map(Cost::cpu).sorted().toList()),
                seconds(costs.stream().map(Cost::wall).sorted().toList()),
                costs.stream()
                                .map(Cost::peakBytes)
                                .sorted(Comparator.naturalOrder())
                                .toList()
                                .get(runs / 2)
                        / 1e6);
    }

    private double seconds(List<Duration> sorted) {
        return sorted.get(runs / 2).toNanos() / 1e9;
    }
}
