package com.example.outbox;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.testkit.ExporterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract does the testing; this says how to make one, and how to see what it took. */
class CsvExporterTest extends ExporterContract {

    @TempDir
    Path folder;

    @Override
    protected Exporter newExporter() {
        return new CsvExporter(folder.resolve("batches.csv"));
    }

    @Override
    protected List<Taken> taken() throws IOException {
        return Files.readAllLines(folder.resolve("batches.csv")).stream()
                .map(line -> line.split(",", -1))
                .map(cells -> new Taken(cells[0], Integer.parseInt(cells[1])))
                .toList();
    }
}
