package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.bootstrap.config.ExporterConfig;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The exporters that are configured, and the threads they run on. */
final class TelemetryModule extends AbstractModule {

    @Provides
    @Singleton
    List<Exporter> exporters(
            TelemetryConfig config, ExporterFactory factory, Lifecycle lifecycle, Cancellation breakOff) {
        List<Exporter> exporters = new ArrayList<>();
        for (ExporterConfig exporter : config.exporters()) {
            exporter.fold(factory).map(lifecycle::closing).ifPresent(exporters::add);
        }
        breakOff.by(() -> exporters.forEach(Exporter::close));
        return List.copyOf(exporters);
    }

    @Provides
    ExporterFactory factory(
            Workspace workspace, SyncConfig sync, Sleeper sleeper, InstantSource clock, RandomGenerator random) {
        return new ExporterFactory(
                workspace,
                clock,
                () -> new ExporterHttp(
                        sync.exporterTimeout(),
                        new HttpPostSender(sync.exporterTimeout(), ProductVersion.get(), clock, sync.proxy()),
                        sleeper,
                        random));
    }

    /** As many as are needed: an exporter that hangs keeps its thread, and the others must not wait for it. */
    @Provides
    @Singleton
    ExecutorService exporterThreads(Lifecycle lifecycle, Cancellation breakOff) {
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
