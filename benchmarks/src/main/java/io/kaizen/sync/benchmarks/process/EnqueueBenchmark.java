package io.kaizen.sync.benchmarks.process;

import io.kaizen.sync.benchmarks.BenchmarkRows;
import io.kaizen.sync.benchmarks.process.Results.Result;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code enqueue}: what it costs to take in a file of NDJSON, on disk at the end. */
@Command(
        name = "enqueue",
        description = "Enqueues a file of events of about 550 bytes each, by the command that users have for it.")
public final class EnqueueBenchmark implements Callable<Integer> {

    @Mixin
    private Subject subject = new Subject();

    @Option(names = "--rows", split = ",", description = "Lengths of files (default: 10000,100000,1000000).")
    private List<Long> lengths = List.of(10_000L, 100_000L, 1_000_000L);

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
        for (long rows : lengths) {
            for (int run = 0; run < runs; run++) {
                try (Place place = new Place(subject)) {
                    Path file = place.file("rows.ndjson");
                    write(file, rows);
                    double load = Machine.load();
                    Cost cost = MeasuredProcess.run(
                            place.command(List.of("enqueue", "--kind", "events", file.toString())),
                            place.environment(),
                            place.file("."));
                    table.add(new Result("enqueue", subject, List.of(), rows, 1, 0, cost, 0, Files.size(file), load));
                }
            }
        }
        return 0;
    }

    private static void write(Path file, long rows) throws IOException {
        BenchmarkRows content = new BenchmarkRows();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long row = 0; row < rows; row++) {
                out.write(content.next(BatchKind.EVENTS, row));
                out.write('\n');
            }
        }
    }
}
