package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    static ExportTask of(Exporter exporter, Batch batch, InstantSource clock, Consumer<String> whenFree) {
        return new ExportTask(new Call(exporter, batch, clock, whenFree));
    }

    String exporter() {
        return call.exporter.name();
    }

    Batch batch() {
        return call.batch;
    }

    /** The rows that the exporter named as taken although it failed. */
    List<RowId> takenInPart() {
        return call.takenInPart;
    }

    /** How long the exporter has been at work, or was; never negative, whatever the wall clock did. */
    Duration time() {
        Instant end = call.ended == null ? call.clock.instant() : call.ended;
        Duration time = Duration.between(call.made, end);
        return time.isNegative() ? Duration.ZERO : time;
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

    private static final class Call implements Callable<Void> {

        private final Exporter exporter;
        private final Batch batch;
        private final InstantSource clock;
        private final Consumer<String> whenFree;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final Instant made;
        private volatile @Nullable Instant ended;
        private volatile List<RowId> takenInPart = List.of();

        Call(Exporter exporter, Batch batch, InstantSource clock, Consumer<String> whenFree) {
            this.exporter = exporter;
            this.batch = batch;
            this.clock = clock;
            this.whenFree = whenFree;
            this.made = clock.instant();
        }

        @Override
        public @Nullable Void call() throws Exception {
            if (begin()) {
                try {
                    exporter.export(batch);
                } catch (ExportException partly) {
                    takenInPart = partly.taken();
                    throw partly;
                } finally {
                    ended = clock.instant();
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
