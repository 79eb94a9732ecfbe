package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another exporter, and what its last call threw: the fan-out keeps only words, which do not tell whether trying again would help.
 * Called by one thread and asked by another.
 */
final class WatchedExporter implements Exporter {

    private final Exporter watched;
    private volatile @Nullable Throwable thrown;

    WatchedExporter(Exporter watched) {
        this.watched = Objects.requireNonNull(watched, "watched");
    }

    @Override
    public String name() {
        return watched.name();
    }

    @Override
    public void export(Batch batch) throws Exception {
        thrown = null;
        try {
            watched.export(batch);
        } catch (Throwable anything) {
            thrown = anything;
            throw anything;
        }
    }

    /** The failure of the last call, in the words of the fan-out. */
    ExportFailure explain(Failure failure) {
        return new ExportFailure(failure.reason(), Optional.ofNullable(thrown));
    }

    /** Closed by whoever made it. */
    @Override
    public void close() {}
}
