package io.kaizen.sync.adapter.telemetry;

import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Appends one line of JSON per batch to a file: a summary, without any row's content.
 *
 * <p>Holds nothing between two batches, so the file may be rotated or deleted at any time, and several exporters, also of
 * several processes, may share it. A batch is taken once its line is on the disk.
 */
public final class NdjsonFileExporter implements Exporter {

    private final String name;
    private final NdjsonFile file;
    private final InstantSource clock;

    /**
     * An exporter named {@code file}.
     *
     * @param file as {@link NdjsonFilePath#resolve} returns it
     * @param clock tells {@code emitted_at_ms}
     */
    public NdjsonFileExporter(Path file, InstantSource clock) {
        this("file", file, clock);
    }

    /** An exporter of another name, where a flush has several. */
    public NdjsonFileExporter(String name, Path file, InstantSource clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.file = new NdjsonFile(file);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Appends the summary of {@code batch}.
     *
     * @throws ExportException if the file cannot be written, or is no longer one that {@link NdjsonFilePath} allows; it names the file
     * @throws IOException if a row is no JSON
     */
    @Override
    public void export(Batch batch) throws ExportException, IOException {
        byte[] line = BatchSummary.of(batch).toLine(clock.instant());
        try {
            file.append(line);
        } catch (IOException failure) {
            throw new ExportException(String.valueOf(failure.getMessage()), List.of(), failure);
        }
    }
}
