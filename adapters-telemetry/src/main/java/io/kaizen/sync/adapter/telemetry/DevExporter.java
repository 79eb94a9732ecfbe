package io.kaizen.sync.adapter.telemetry;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.util.Objects;
import java.util.function.Consumer;

/** Says one line per batch, its kind and how many items it has: enough to see the fan-out at work. */
public final class DevExporter implements Exporter {

    private final String name;
    private final Consumer<String> lines;

    /** An exporter named {@code dev}. */
    public DevExporter(Consumer<String> lines) {
        this("dev", lines);
    }

    /**
     * An exporter of another name, where a flush has several.
     *
     * @param lines takes each line, without a line break; called from the fan-out's threads
     */
    public DevExporter(String name, Consumer<String> lines) {
        this.name = Objects.requireNonNull(name, "name");
        this.lines = Objects.requireNonNull(lines, "lines");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void export(Batch batch) {
        lines.accept(batch.kind() + ": " + batch.size() + (batch.size() == 1 ? " item" : " items"));
    }
}
