package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One call of one exporter. Says exactly once when the exporter is free again, also if it was given up before it began. */
final class ExportTask implements Callable<Void> {

    private final Exporter exporter;
    private final Batch batch;
    private final Consumer<String> whenFree;
    private final AtomicBoolean begunOrGivenUp = new AtomicBoolean();

    ExportTask(Exporter exporter, Batch batch, Consumer<String> whenFree) {
        this.exporter = exporter;
        this.batch = batch;
        this.whenFree = whenFree;
    }

    String exporter() {
        return exporter.name();
    }

    Batch batch() {
        return batch;
    }

    @Override
    public Void call() throws Exception {
        if (begunOrGivenUp.compareAndSet(false, true)) {
            try {
                exporter.export(batch);
            } finally {
                whenFree.accept(exporter.name());
            }
        }
        return null;
    }

    /** Sees to it that the exporter is not called any more. One that is at work stays busy until it returns. */
    void giveUp() {
        if (begunOrGivenUp.compareAndSet(false, true)) {
            whenFree.accept(exporter.name());
        }
    }
}
