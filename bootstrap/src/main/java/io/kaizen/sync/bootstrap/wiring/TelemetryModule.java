package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.bootstrap.config.ExporterConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The exporters that are configured, and the threads they run on. */
final class TelemetryModule extends AbstractModule {

    @Provides
    @Singleton
    List<Exporter> exporters(TelemetryConfig config, Workspace workspace, InstantSource clock, Lifecycle lifecycle) {
        ExporterFactory factory = new ExporterFactory(workspace, clock);
        List<Exporter> exporters = new ArrayList<>();
        for (ExporterConfig exporter : config.exporters()) {
            exporter.fold(factory).map(lifecycle::closing).ifPresent(exporters::add);
        }
        return List.copyOf(exporters);
    }

    /** As many as are needed: an exporter that hangs keeps its thread, and the others must not wait for it. */
    @Provides
    @Singleton
    ExecutorService exporterThreads(Lifecycle lifecycle, BreakOff breakOff) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "exporter-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        breakOff.by(threads::shutdownNow);
        lifecycle.closing(threads::shutdownNow);
        return threads;
    }
}
