package com.example.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Somebody's own exporter: one line per batch in a CSV file. A line is written at once or, where the flush has run out of patience and
 * interrupts us, not at all: what counts as taken is there, once.
 */
public final class CsvExporter implements Exporter {

    private final Path file;

    /** Appends to {@code file}, and makes it where it is missing. */
    public CsvExporter(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public void export(Batch batch) throws IOException {
        String line = batch.kind() + "," + batch.size() + "," + batch.envelope().teamId() + "\n";
        Files.write(file, line.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
