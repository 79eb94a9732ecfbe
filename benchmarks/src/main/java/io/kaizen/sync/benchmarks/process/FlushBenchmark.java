package io.kaizen.sync.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.benchmarks.BenchmarkRows;
import io.kaizen.sync.benchmarks.process.BlindServer.Requests;
import io.kaizen.sync.benchmarks.process.Results.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flush}: what it costs to send a backlog. */
@Command(
        name = "flush",
        description = "Flushes rows of about 550 bytes into the built-in ingest server."
                + " It runs in a process of its own, and reads each body without looking into it.")
public final class FlushBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Subject subject = new Subject();

    @Option(names = "--rows", split = ",", description = "Backlogs to flush (default: 10000,100000,1000000).")
    private List<Long> backlogs = List.of(10_000L, 100_000L, 1_000_000L);

    @Option(names = "--kinds", split = ",", description = "How many kinds take turns, 1 to 6 (default: 1).")
    private List<Integer> kinds = List.of(1);

    @Option(names = "--delay-ms", split = ",", description = "How long the server waits with each answer (default: 0).")
    private List<Integer> delays = List.of(0);

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Configuration of the flush; repeatable.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--runs", description = "How often each is measured (default: 1).")
    private int runs = 1;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "CSV to append to (default: benchmarks/results.csv).")
    private Path results = Subject.folder().resolve("results.csv");

    @Override
    public Integer call() throws Exception {
        Results table = new Results(results);
        table.printHeader();
        for (long rows : backlogs) {
            for (int mixed : kinds) {
                try (Place place = new Place(subject)) {
                    Path full = place.file("full.db");
                    Backlog.fill(full, rows, BenchmarkRows.KINDS.subList(0, mixed));
                    for (int delay : delays) {
                        for (int run = 0; run < runs; run++) {
                            table.add(measure(place, full, rows, mixed, delay));
                        }
                    }
                }
            }
        }
        return 0;
    }

    private Result measure(Place place, Path full, long rows, int mixed, int delay) throws Exception {
        // Its side folder is not copied: it holds nothing but locks and a library that can be unpacked again.
        Files.copy(full, place.database());
        double load = Machine.load();
        try (BlindServer server = BlindServer.start(delay)) {
            List<String> flush = new ArrayList<>(List.of("--json", "run", "--once"));
            flush.addAll(List.of("--set", "sync.endpoint=" + server.url()));
            sets.forEach(set -> flush.addAll(List.of("--set", set)));
            Cost cost = MeasuredProcess.run(place.command(flush), place.environment(), place.file("."));
            JsonNode report = JSON.readTree(cost.out());
            if (report.path("rows").longValue() != rows
                    || report.path("pending").longValue() != 0) {
                throw new IllegalStateException("not all of " + rows + " rows were sent: " + cost.out());
            }
            Requests requests = server.stop();
            return new Result(
                    "flush", subject, sets, rows, mixed, delay, cost, requests.posts(), requests.bytes(), load);
        } finally {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(place.database() + suffix));
            }
        }
    }
}
