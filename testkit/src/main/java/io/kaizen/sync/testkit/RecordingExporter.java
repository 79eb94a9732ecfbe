package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An exporter that remembers what it took, and refuses where it is told to. Thread-safe. */
public final class RecordingExporter implements Exporter {

    private final String name;
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable refusal;
    private volatile int calls;

    /** An exporter of that name. */
    public RecordingExporter(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void export(Batch batch) throws Exception {
        calls++;
        Throwable thrown = refusal;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
        batches.add(batch);
    }

    /** From now on nothing is taken, and {@code thrown} is what each call ends with: an exception, or an error. */
    public void refuseWith(Throwable thrown) {
        refusal = thrown;
    }

    /** From now on everything is taken again. */
    public void takeAgain() {
        refusal = null;
    }

    /** What it took, in order. */
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** How often it was called, the refusals included. */
    public int calls() {
        return calls;
    }
}
