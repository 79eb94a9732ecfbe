package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One call of one exporter. Says exactly once when the exporter is free again, also if it was given up before it began. An {@link
 * OutOfMemoryError} leaves by the thread too, to reach its handler of uncaught exceptions at once: nobody may be waiting here yet,
 * and the process must not go on as if nothing had happened.
 */
final class ExportTask extends FutureTask<Void> {

    private final Call call;

    private ExportTask(Call call) {
        super(call);
        this.call = call;
    }

    /** Makes a task for {@code exporter}, whose name {@code whenFree} is told. */
    static ExportTask of(Exporter exporter, Batch batch, Consumer<String> whenFree) {
        return new ExportTask(new Call(exporter, batch, whenFree, new AtomicBoolean()));
    }

    String exporter() {
        return call.exporter.name();
    }

    Batch batch() {
        return call.batch;
    }

    /** Sees to it that the exporter is not called any more. One that is at work is interrupted and stays busy until it returns. */
    void giveUp() {
        if (call.begin()) {
            call.free();
        }
        cancel(true);
    }

    @Override
    protected void setException(Throwable thrown) {
        super.setException(thrown);
        if (thrown instanceof OutOfMemoryError exhausted) {
            throw exhausted;
        }
    }

    private record Call(Exporter exporter, Batch batch, Consumer<String> whenFree, AtomicBoolean begun)
            implements Callable<Void> {

        @Override
        public Void call() throws Exception {
            if (begin()) {
                try {
                    exporter.export(batch);
                } finally {
                    free();
                }
            }
            return null;
        }

        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        void free() {
            whenFree.accept(exporter.name());
        }
    }
}
